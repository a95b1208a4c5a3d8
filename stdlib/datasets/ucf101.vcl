//! UCF-101 and every collection of videos that is laid out like it.

/// UCF-101: 13,320 videos of 101 actions in three official train and test folds (arXiv:1212.0402). Classy Vision: `ucf101`.
///
/// Classes are numbered as in `classInd.txt`, from 0. Videos too short for a clip are left out in train; in test their last
/// frame is repeated, so that every listed video counts.
extern dataset ucf101 from "vcl/runtime/datasets/ucf101" {
  /// Folder with one sub-folder of videos per class (ApplyEyeMakeup … YoYo).
  videos: dir
  /// Folder with classInd.txt, trainlist01.txt … testlist03.txt.
  splits: dir
  /// Which of the three official splits.
  fold: int in 1..3 = 1
  /// The list this phase reads.
  split: .train | .test
  /// Where the frame index is kept. Built on the first run, then brought up to date.
  index: file
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
    classes:               101
    frames:                [240x320 px, 226x400 px]
    videos_of_frames:      [13316, 4]
    fps:                   [25 fps, 29.97 fps]
    shortest:              29 frames
    train_videos:          [9537, 9586, 9624]
    test_videos:           [3783, 3734, 3696]
    test_groups:           [1..7, 8..14, 15..21]
    mirror_changes_labels: false
  }

  yields tensor u8 [C: 3, T: clip, H: frame.h, W: frame.w]
  yields labels [N] of facts.classes

  require clip <= facts.shortest
    else warn V0303 "in train, videos shorter than {clip} are left out; in test their last frame is repeated"
}

/// Any videos laid out like UCF-101: class folders, `classInd.txt`, `trainlist01.txt` and `testlist01.txt`.
///
/// The same loader as `ucf101`, with what is a fact there as fields here; their defaults are UCF-101's. The classes are those
/// that the split lists name, in the order of `classInd.txt`, numbered from 0 without gaps.
extern dataset ucf_layout from "vcl/runtime/datasets/ucf_layout" {
  /// Folder with one sub-folder of videos per class.
  videos: dir
  /// Folder with classInd.txt and the train and test lists.
  splits: dir
  /// Which lists: 1 reads trainlist01.txt and testlist01.txt.
  fold: int >= 1 = 1
  /// The list this phase reads.
  split: .train | .test
  /// Where the frame index is kept. Built on the first run, then brought up to date.
  index: file
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

  /// How many classes the lists name.
  classes: int >= 2 = 101
  /// Every frame size there is, height x width.
  frames: [dims2] = [240x320 px]
  /// Every frame rate there is.
  fps: [fps > 0] = [25 fps]
  /// Frames of the shortest video.
  shortest: frames >= 1 = 29 frames
  /// Whether a mirrored video may belong to another class ("left to right").
  mirror_changes_labels: bool = false

  yields tensor u8 [C: 3, T: clip, H: frame.h, W: frame.w]
  yields labels [N] of classes

  require clip <= shortest
    else warn V0303 "in train, videos shorter than {clip} are left out; in test their last frame is repeated"
}
