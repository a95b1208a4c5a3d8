//! The UCF-101 experiment on three of its classes: 150 clips of BabyCrawling, Punch and PushUps, trained from scratch.
//!
//!     vcl train ucf101-mini.vcl --videos ucf101-mini/UCF-101 --splits ucf101-mini/ucfTrainTestlist

import * as base from "./ucf101.vcl" with { fold, epochs, out }

/// Which of the three official splits.
param fold: int in 1..3 = 1

/// Passes over the training sample.
param epochs: epochs >= 1 = 30 epochs

/// Checkpoints, logs and the frame index go here.
param out: dir = "runs/ucf101-mini"

/// The same loader, told what these videos are.
let mini = ucf_layout {
  videos:   base.videos
  splits:   base.splits
  fold
  index:    out / "frames.json"
  classes:  3
  frames:   [240x320 px]
  fps:      [25 fps]
  shortest: 53 frames
  clip:     8 frames
}

data train = mini {
  split:     .train
  sample:    random(1 clip per video)
  batch:     8 clips
  drop_last: true
  transform: base.train.transform
}

data test = mini {
  split:     .test
  sample:    uniform(10 clips per video)
  batch:     10 clips
  transform: base.test.transform
}

model r3d18 = base.r3d18 {
  clip: train.clip
  action { classes: mini.classes }
}

experiment ucf101_mini = base.ucf101_r3d18 {
  phases: [train, test]
  model:  r3d18
  optimizer { lr: cosine { from: 0.01, to: 0 } }
  meters: [accuracy { topk: [1] }, video_accuracy { topk: [1] }]
}
