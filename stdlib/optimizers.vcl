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

/// Steps scaled by each weight's running mean and mean square of its gradients (Kingma and Ba, arXiv 1412.6980).
/// Classy Vision: `adam`; torch: `Adam`. `weight_decay` is added to the gradient, so it is scaled too: `adamw` decays apart.
/// Most begin with `adam { lr: 0.001 }`.
///
///     g       = gradient + weight_decay * p
///     moment1 = beta1 * moment1 + (1 - beta1) * g
///     moment2 = beta2 * moment2 + (1 - beta2) * g²
///     p      -= lr * (moment1 / (1 - beta1^t)) / (√(moment2 / (1 - beta2^t)) + eps)
extern optimizer adam from "vcl/runtime/optimizers/adam" {
  /// Step size: a number, or a schedule over the whole run. 0.001 is where most begin.
  lr: real > 0 | schedule
  /// beta1 and beta2: how much is kept of the running mean and of the mean square.
  betas: [real in 0..<1; 2] = [0.9, 0.999]
  /// Keeps the division from blowing up where gradients are tiny.
  eps: real > 0 = 1e-8
  /// Pulls weights towards zero, through the gradient.
  weight_decay: real >= 0 = 0
  /// Whether batch norm's scale and shift are pulled too. Classy Vision: `bn_weight_decay`.
  weight_decay_on_norm: bool = false
  /// Divide by the largest mean square so far (Reddi et al., arXiv 1904.09237).
  amsgrad: bool = false
}

/// Adam whose weight decay does not go through the gradient (Loshchilov and Hutter, arXiv 1711.05101).
/// Classy Vision: `adamw`, `adamw_mt`; torch: `AdamW`. Most begin with `adamw { lr: 0.001, weight_decay: 0.01 }`.
///
///     p -= lr * weight_decay * p
///     then as `adam` with weight_decay 0
extern optimizer adamw from "vcl/runtime/optimizers/adamw" {
  /// Step size: a number, or a schedule over the whole run. 0.001 is where most begin.
  lr: real > 0 | schedule
  /// beta1 and beta2: how much is kept of the running mean and of the mean square.
  betas: [real in 0..<1; 2] = [0.9, 0.999]
  /// Keeps the division from blowing up where gradients are tiny.
  eps: real > 0 = 1e-8
  /// Pulls weights towards zero, by this share of the step size.
  weight_decay: real >= 0 = 0.01
  /// Whether batch norm's scale and shift are pulled too. Classy Vision: `bn_weight_decay`.
  weight_decay_on_norm: bool = false
  /// Divide by the largest mean square so far (Reddi et al., arXiv 1904.09237).
  amsgrad: bool = false
}
