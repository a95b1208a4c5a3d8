//! Heads: what turns a block's feature map into class scores.

/// Average pool, then one linear layer at every cell (arXiv:1711.11248). Classy Vision: `fully_convolutional_linear`.
///
/// In train it gives one row of logits a clip, so the pool must leave a single cell. In test the activation is taken at every
/// cell that the pool leaves and then averaged: clips may be larger there.
extern head fully_convolutional_linear from "vcl/runtime/heads/fully_convolutional_linear" {
  /// Window of the average pool; none pools the whole map.
  pool: dims3? = none
  /// Share of the pooled values set to zero, in train only.
  dropout: real in 0..<1 = 0
  /// What makes probabilities of logits, in test only.
  activation: .softmax | .sigmoid | .identity = .softmax
  /// Follows from the data set.
  derived classes: int >= 2 = data.classes
  /// Planes of the block it hangs on. Follows from the model.
  derived in_plane: int = D

  takes tensor f32 [N, D, T, H, W]

  let window = dims(T, H, W) when pool == none else pool
  require pool == none or window.t >= 1 and window.h >= 1 and window.w >= 1
    else error "the pool has at least one cell"
  require pool == none or window.t <= T and window.h <= H and window.w <= W
    else error V0603 "the pool is larger than its feature map"

  let grid = 1 when pool == none else (T - window.t + 1) * (H - window.h + 1) * (W - window.w + 1)
  require grid == 1 in train
    else error V0604 "a training clip must give one prediction, not {grid}"

  yields logits [N, classes] in train
  yields probabilities [N, classes] in test when activation == .softmax
  yields multi_probabilities [N, classes] in test when activation == .sigmoid
  yields logits [N, classes] in test when activation == .identity
}
