//! ResNet3D-18 on UCF-101, fold 1: the Classy Vision video tutorial, in vcl.
//!
//!     vcl train ucf101.vcl --videos ~/ucf101 --splits ~/ucf101-splits

import { normalized } from "./common.vcl"

/// Folder with one sub-folder of videos per class (ApplyEyeMakeup … YoYo).
param videos: dir

/// Folder with classInd.txt, trainlist01.txt … testlist03.txt.
param splits: dir

/// Which of the three official splits.
param fold: int in 1..3 = 1

/// Passes over the training sample.
param epochs: epochs >= 1 = 2 epochs

/// Checkpoints, logs and the frame index go here.
param out: dir = "runs/ucf101"

/// What the two phases share.
let ucf = ucf101 {
  videos
  splits
  fold
  index: out / "frames.json"                 // built on the first run, then reused
  clip:  8 frames
}

data train = ucf {
  split:     .train
  sample:    random(1 clip per video)
  take:      64 clips                        // per epoch: 8 steps of 8 clips
  batch:     8 clips
  shuffle:   .clips
  transform: resize_short(128..160 px) |> random_crop(112x112 px) |> flip(50%) |> normalized
}

data test = ucf {
  split:     .test
  sample:    uniform(10 clips per video)
  take:      80 clips                        // 8 videos
  batch:     10 clips                        // one whole video per batch
  transform: resize_short(128 px) |> normalized
}

model r3d18 = resnext3d {
  clip:   train.clip                         // tensor[3, 8, 112, 112]
  blocks: [2, 2, 2, 2]                       // residual blocks in each of the 4 stages
  planes: 64
  unit:   .basic
  skip:   .postactivated

  head action at stage4.last = fully_convolutional_linear {
    pool:    1x7x7                           // the block gives 512x1x7x7 in train, 512x1x8x11 in test
    classes: ucf.classes                     // 101
  }
}

experiment ucf101_r3d18 {
  phases:    [train, test]
  model:     r3d18
  loss:      cross_entropy
  optimizer: sgd {
    lr:           multistep { values: [0.005, 0.0005], at: [1 epoch] }
    momentum:     0.9
    weight_decay: 1e-4
  }
  epochs
  meters: [
    accuracy       { topk: [1, 5] },         // every clip on its own
    video_accuracy { topk: [1, 5] },         // a video's clips averaged: 10 of them in test
  ]
  hooks: [
    log_progress { every: 4 steps },
    checkpoint   { into: out / "checkpoints", after: .train },
  ]
  seed: 0
}
