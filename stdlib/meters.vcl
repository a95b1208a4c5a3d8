//! Meters: what is counted in each phase, over all its clips or videos.

/// The share of clips whose class is among the `k` with the highest scores. Classy Vision: `accuracy`.
extern meter accuracy from "vcl/runtime/meters/accuracy" {
  /// The values of `k`: top-1, top-5 …
  topk: [int >= 1] = [1]
  /// Which head, where the model has several.
  head: head? = none

  takes logits [N, C]
  takes probabilities [N, C]
  takes multi_probabilities [N, C]
  takes labels [N] of C

  require distinct(topk)
    else warn V0209 "a value is listed twice"
  let largest = max(topk)
  require largest <= C
    else error V0801 "there are only {C} classes"
  require largest != C
    else warn V0801 "the top {C} of {C} classes is always right"
}

/// The share of videos whose class is among the `k` with the highest scores, averaged over the video's clips.
/// Clips are gathered by their video, wherever they stand in a batch. Classy Vision: `video_accuracy`.
extern meter video_accuracy from "vcl/runtime/meters/video_accuracy" {
  /// The values of `k`: top-1, top-5 …
  topk: [int >= 1] = [1]
  /// Which head, where the model has several.
  head: head? = none
  /// Clips that are averaged in test. Follows from the data set.
  derived clips_per_video: clips per video = data.sample.clips_per_video in test

  takes logits [N, C]
  takes probabilities [N, C]
  takes multi_probabilities [N, C]
  takes labels [N] of C

  facts {
    averages_videos: true
  }

  require distinct(topk)
    else warn V0209 "a value is listed twice"
  let largest = max(topk)
  require largest <= C
    else error V0801 "there are only {C} classes"
  require largest != C
    else warn V0801 "the top {C} of {C} classes is always right"
}
