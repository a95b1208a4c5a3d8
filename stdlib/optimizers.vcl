//! Optimisers.

/// Stochastic gradient descent. Classy Vision: `sgd`; torch: `SGD` with dampening 0.
///
///     g   = gradient + weight_decay * p
///     buf = momentum * buf + g
///     p  -= lr * (g + momentum * buf when nesterov else buf)
extern optimizer sgd from "vcl/runtime/optimizers/sgd" {
  /// Step size: a number, or a schedule over the whole run.
  lr: real > 0 | schedule
  /// How much of the last step's direction is kept.
  momentum: real in 0..<1 = 0
  /// Look ahead along the momentum.
  nesterov: bool = false
  /// Pulls weights towards zero.
  weight_decay: real >= 0 = 0
  /// Whether batch norm's scale and shift are pulled too. Classy Vision: `bn_weight_decay`.
  weight_decay_on_norm: bool = false

  // SlowFast networks are trained from scratch with 1.6 for 1,024 clips (arXiv:1812.03982).
  facts {
    reference_lr:    0.1
    reference_batch: 64 clips
  }

  require not nesterov or momentum > 0
    else error V0706 "Nesterov needs a momentum above 0"
}
