//! A data set: which clips there are, and what each of them shows.

/// A bright square on dark noise that moves left, right, up or down: 16 x 16 pixels, made as it is needed, no file anywhere.
extern dataset squares from "./squares.ts" {
  /// Which squares this phase shows: no start and no brightness of the one is among those of the other.
  split: .train | .test
  /// Consecutive frames in one clip.
  clip: frames in 2..12
  /// Which clips of each video an epoch shows.
  sample: sampler
  /// Clips that go through the network together.
  batch: clips >= 1
  /// What is done to each clip, from left to right.
  transform: transform

  facts {
    classes:               4
    frames:                [16x16 px]
    shortest:              12 frames
    train_videos:          64
    test_videos:           32
    mirror_changes_labels: true
  }

  yields tensor u8 [C: 3, T: clip, H: frame.h, W: frame.w]
  yields labels [N] of facts.classes
}
