//! Learning rates over a run. `where` is the fraction of the run's training steps that are done: 0 at the first step.
//! `a then b` strings schedules together; `over` is each part's share, and the shares make 100%.

/// The same rate throughout. Classy Vision: `constant`.
extern schedule constant(
  /// The rate.
  value: real > 0
) from "vcl/runtime/schedules/constant" {
  /// Share of the run, as a part of `a then b`.
  over: real in 0..1 = 100%

  require over > 0
    else error "a part of a schedule covers more than 0% of the run"
}

/// From one rate to another in a straight line, step by step. As a warm-up: `linear { … } then cosine { … }` (arXiv:1706.02677).
/// Classy Vision: `linear`.
extern schedule linear from "vcl/runtime/schedules/linear" {
  /// The rate at the start.
  from: real >= 0
  /// The rate that is reached at the end.
  to: real >= 0
  /// Share of the run, as a part of `a then b`.
  over: real in 0..1 = 100%

  require over > 0
    else error "a part of a schedule covers more than 0% of the run"
}

/// From one rate to another along half a cosine, step by step (arXiv:1608.03983, without restarts). Classy Vision: `cosine`.
extern schedule cosine from "vcl/runtime/schedules/cosine" {
  /// The rate at the start.
  from: real >= 0
  /// The rate that is reached at the end.
  to: real >= 0
  /// Share of the run, as a part of `a then b`.
  over: real in 0..1 = 100%

  require over > 0
    else error "a part of a schedule covers more than 0% of the run"
}

/// A rate for each stretch between milestones; it changes at the end of an epoch. Classy Vision: `multistep`.
/// `multistep { values: [0.1, 0.01], at: [30 epochs] }` is 0.1 for 30 epochs, then 0.01.
extern schedule multistep from "vcl/runtime/schedules/multistep" {
  /// The rates, one more than there are milestones.
  values: [real >= 0]
  /// Epochs after which the next rate holds, increasing.
  at: [epochs > 0]
  /// Share of the run, as a part of `a then b`.
  over: real in 0..1 = 100%

  require over > 0
    else error "a part of a schedule covers more than 0% of the run"

  let rates = len(values)
  let needed = rates - 1
  require len(at) == needed
    else error V0701 "{rates} values need {needed} milestones"
}
