/** A file of about ten thousand lines: one pair of data sets, and hundreds of models and experiments that use them. */

export function largeFile(lines = 10_000) {
  const each = variant(0).split("\n").length - 1;
  const head = data.split("\n").length - 1;
  return data + Array.from({ length: Math.ceil((lines - head) / each) }, (_, i) => variant(i)).join("");
}

const data = `//! A sweep over networks and recipes.

/// Folder with one sub-folder of videos per class.
param videos: dir

/// Folder with the split lists.
param splits: dir

let clips = ucf101 { videos, splits, index: "frames.json", clip: 8 frames }

data train = clips {
  split:     .train
  sample:    random(1 clip per video)
  batch:     8 clips
  transform: resize_short(128..160 px) |> random_crop(112x112 px) |> flip(50%) |> to_float
}

data test = clips {
  split:     .test
  sample:    uniform(10 clips per video)
  batch:     10 clips
  transform: resize_short(128 px) |> to_float
}

`;

const variant = (i) => `/// Passes of variant ${i}.
param epochs_${i}: epochs >= 1 = ${20 + (i % 30)} epochs

/// Network ${i}: four stages, the ${(i % 4) + 1}. one deeper.
model net_${i} = resnext3d {
  blocks:      [${[0, 1, 2, 3].map((stage) => (stage === i % 4 ? 3 : 2)).join(", ")}]
  planes:      ${32 + 8 * (i % 8)}
  stem_planes: 32                                     // as in all of them
  head action at stage4.last = fully_convolutional_linear {
    dropout: ${(i % 5) / 10}
  }
}

/// Recipe ${i}.
experiment run_${i} {
  phases:    [train, test]
  model:     net_${i}
  loss:      cross_entropy
  optimizer: sgd {
    lr:           linear { from: 0.01, to: 0.1, over: 10% } then cosine { from: 0.1, to: 0, over: 90% }
    momentum:     0.9
    nesterov:     true
    weight_decay: 1e-4
  }
  epochs:    epochs_${i}
  meters:    [accuracy { topk: [1, 5] }, video_accuracy { topk: [1, 5] }]
  hooks: [
    log_progress { every: 20 steps },
    checkpoint { into: "runs/${i}", after: .train },
  ]
  seed:      ${i}
}

`;
