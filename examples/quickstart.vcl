//! Eight kinds of motion, told apart by a small 3D ResNet: a few minutes on a laptop, videos included.
//!
//!     vcl train quickstart.vcl

/// The sample videos. vcl makes them here on the first run.
param videos: dir = "runs/motion"

let motions = motion {
  folder: videos
  clip:   8 frames
}

data train = motions {
  split:     .train
  sample:    random(1 clip per video)
  batch:     16 clips
  drop_last: true
  transform: resize_short(36 px) |> random_crop(32x32 px) |> to_float
}

data test = motions {
  split:     .test
  sample:    uniform(3 clips per video)
  batch:     12 clips
  transform: resize_short(36 px) |> to_float
}

model r3d10 = resnext3d {
  clip:        train.clip
  blocks:      [1, 1, 1]
  planes:      8
  stem_planes: 8

  head motion at stage3.last = fully_convolutional_linear {}
}

experiment quickstart {
  phases:    [train, test]
  model:     r3d10
  loss:      cross_entropy
  optimizer: sgd { lr: cosine { from: 0.05, to: 0 }, momentum: 0.9, weight_decay: 1e-4 }
  epochs:    10 epochs
  meters:    [accuracy, video_accuracy]
  hooks:     [log_progress { every: 4 steps }]
}
