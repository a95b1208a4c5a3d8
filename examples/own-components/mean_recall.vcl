//! A meter: what is counted in each phase, over all its clips.

/// How many clips of each class are recognised: the mean over the classes, and the class that is recognised worst. Unlike
/// `accuracy`, a rare class counts as much as a frequent one.
extern meter mean_recall from "./mean_recall.ts" {
  /// Which head, where the model has several.
  head: head? = none

  takes logits [N, C]
  takes probabilities [N, C]
  takes labels [N] of C
}
