//! A head: what turns a block's feature map into class scores.

/// Attention over the feature map's cells instead of an average: each attention head has its own share of the planes, looks
/// for one pattern in them, and takes the mean of the cells, weighed by how much each shows it. Then a linear layer.
extern head attention_pool from "./attention_pool.ts" {
  /// Number of attention heads. Must divide the block's planes.
  heads: int >= 1 = 4
  /// Follows from the data set.
  derived classes: int >= 2 = data.classes
  /// Follows from the block.
  derived in_plane: int = D

  takes tensor f32 [N, D, T, H, W]
  require D % heads == 0
    else error ATTN01 "{heads} attention heads do not divide {D} planes"
  yields logits [N, classes]
}
