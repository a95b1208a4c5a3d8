//! Losses. A loss is told by the type whether a head gives logits or probabilities, so softmax is never applied twice.

/// Mean negative log of the probability that the right class gets. For data with one class per clip.
///
/// Logits (in train) go through softmax here; probabilities (in test, averaged over the feature map) are taken as they are.
/// So train and test losses can be compared. Classy Vision: `CrossEntropyLoss`, which takes softmax of probabilities in test.
extern loss cross_entropy from "vcl/runtime/losses/cross_entropy" {
  /// Which head, where the model has several.
  head: head? = none

  takes logits [N, C]
  takes probabilities [N, C]
  takes labels [N] of C
}

/// Every class is a yes-or-no question of its own: the mean over clips and classes of their negative log likelihoods.
/// For data where a clip may have several classes. torch: `BCEWithLogitsLoss` in train, `BCELoss` of probabilities in test.
extern loss binary_cross_entropy from "vcl/runtime/losses/binary_cross_entropy" {
  /// Which head, where the model has several.
  head: head? = none

  takes logits [N, C]
  takes multi_probabilities [N, C]
  takes multi_labels [N, C]
}
