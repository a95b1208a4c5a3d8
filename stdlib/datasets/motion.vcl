//! Sample videos that vcl makes itself.

/// Shapes and noise textures that move: which class a video has can be told by its motion alone.
///
/// ffmpeg makes the videos on first use, in the layout of UCF-101: 320x240 MPEG-4 part 2, 25 frames a second, 30 to 80 frames
/// each. A group of videos shares background, texture, palette and range of speeds, and stands in one list only, so that the
/// test videos show what training never saw. A mirrored video may belong to another class: no `flip`.
extern dataset motion from "vcl/runtime/datasets/motion" {
  /// Holds `videos/`, `splits/` and `frames.json`; made where it is not there yet.
  folder: dir
  /// The list this phase reads.
  split: .train | .test
  /// Consecutive frames in one clip.
  clip: frames >= 1
  /// Frames from one clip's start to the next one's.
  step: frames >= 1 = 1 frame
  /// Which clips of each video an epoch shows.
  sample: sampler
  /// Clips of one epoch; none takes all. In train, other ones in each epoch; in test, whole videos, the same ones each time.
  take: clips >= 1? = none
  /// Clips that go through the network together.
  batch: clips >= 1
  /// `.videos` keeps a video's clips together.
  shuffle: .clips | .videos | .none = .clips when split == .train else .none
  /// Leave out a last batch that is not full.
  drop_last: bool = false
  /// What is done to each clip, from left to right.
  transform: transform

  facts {
    classes:               8
    frames:                [240x320 px]
    fps:                   [25 fps]
    shortest:              30 frames
    train_videos:          144
    test_videos:           48
    mirror_changes_labels: true
  }

  yields tensor u8 [C: 3, T: clip, H: frame.h, W: frame.w]
  yields labels [N] of facts.classes

  require clip <= facts.shortest
    else warn V0303 "in train, videos shorter than {clip} are left out; in test their last frame is repeated"
}
