//! Eight kinds of motion, told apart by a small 3D ResNet: two minutes on a laptop, sample videos included.
//!
//!     vcl train quickstart.vcl

/// Folder for the sample videos; vcl makes them on the first run.
param videos: dir = "runs/motion"

let motions = motion {
  folder: videos
  clip:   8 frames
}

data train = motions {
  split:     .train
  sample:    random(1 clip per video)
  batch:     16 clips
  transform: resize_short(40 px) |> to_float
}

data test = motions {
  split:     .test
  sample:    uniform(3 clips per video)
  batch:     12 clips
  transform: resize_short(40 px) |> to_float
}

model r3d8 = resnext3d {
  blocks:      [1, 1, 1]
  planes:      8
  stem_planes: 8

  head motion at stage3.last = fully_convolutional_linear {}
}

experiment quickstart {
  phases:    [train, test]
  model:     r3d8
  loss:      cross_entropy
  optimizer: sgd {
    lr:           cosine { from: 0.05, to: 0 }
    momentum:     0.9
    nesterov:     true
    weight_decay: 1e-4
  }
  epochs: 16 epochs
  meters: [accuracy, video_accuracy]
  hooks:  [log_progress { every: 9 steps }]
}
