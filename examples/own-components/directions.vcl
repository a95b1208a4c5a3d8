//! Which way does the square go? A data set, a transform, a head and a meter of one's own in one experiment.
//!
//!     vcl train directions.vcl

import { attention_pool } from "./attention_pool.vcl"
import { brightness } from "./brightness.vcl"
import { mean_recall } from "./mean_recall.vcl"
import { squares } from "./squares.vcl"

/// Passes over the training sample.
param epochs: epochs >= 1 = 16 epochs

data train = squares {
  split:     .train
  clip:      6 frames
  sample:    random(2 clips per video)
  batch:     16 clips
  transform: brightness(0.2) |> to_float
}

data test = squares {
  split:     .test
  clip:      6 frames
  sample:    uniform(2 clips per video)
  batch:     16 clips
  transform: to_float
}

model small = resnext3d {
  blocks:      [1, 1]
  planes:      8
  stem_planes: 8
  stem_kernel: 3x3x3

  head direction at stage2.last = attention_pool { heads: 2 }
}

experiment directions {
  phases:    [train, test]
  model:     small
  loss:      cross_entropy
  optimizer: sgd { lr: cosine { from: 0.05, to: 0 }, momentum: 0.9 }
  epochs
  meters:    [accuracy, mean_recall]
  hooks:     [log_progress { every: 4 steps }]
}
