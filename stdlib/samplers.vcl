//! Which clips of a video an epoch shows. A video of L frames has (L - clip) / step + 1 clips to choose from, rounded down.

/// Clips that start at random places, other ones in every epoch. For the phase that trains.
///
/// Draws distinct clips; a video that has fewer than asked for gives all it has.
/// Classy Vision: the sampler of `split: train`. Draws depend on the seed, the epoch and the video alone.
extern sampler random(
  /// Clips of each video in one epoch.
  clips_per_video: clips per video >= 1
) from "vcl/runtime/samplers/random" {
  random
}

/// Clips spread evenly over the video, from its first to its last, the same in every epoch. For phases that test.
///
/// Clip i of n starts at i * (L - 1) / (n - 1), rounded down, where L clips can be chosen from; a short video repeats some.
/// `uniform(10 clips per video)` is usual. A single clip is taken from the middle (Classy Vision takes the first one there).
extern sampler uniform(
  /// Clips of each video.
  clips_per_video: clips per video >= 1
) from "vcl/runtime/samplers/uniform" {}
