//! Hooks: what follows a run and writes it down.

/// A line of log every so many training steps, with the rate that these steps used. Classy Vision: `loss_lr_meter_logging`.
extern hook log_progress from "vcl/runtime/hooks/log_progress" {
  /// Training steps between two lines.
  every: steps >= 1
}

/// Saves the whole state of the run: what `--resume`, `vcl evaluate` and `vcl predict` need. Classy Vision: `checkpoint`.
extern hook checkpoint from "vcl/runtime/hooks/checkpoint" {
  /// Folder of the checkpoints.
  into: dir
  /// The phase at whose end one is written.
  after: phase = .train
  /// Epochs between two checkpoints. One that falls due in an epoch without the phase is written at its next run.
  every: epochs >= 1 = 1 epoch
}

/// Keeps the best state so far, judged by a meter or a loss: `best { by: test.video_accuracy.top1 }`, `best { by: test.loss }`.
/// Of a meter the highest value counts, of a loss the lowest; the first of equal ones stays.
extern hook best from "vcl/runtime/hooks/best" {
  /// Phase, meter and value, or phase and `loss`.
  by: path
  /// Folder of the checkpoint; none is `checkpoints` in the run's folder.
  into: dir? = none
}
