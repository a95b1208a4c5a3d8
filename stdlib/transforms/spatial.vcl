//! Transforms of a clip's height and width. One draw holds for all frames of a clip.

/// Resizes so that the short edge has `size`; the long edge keeps the aspect ratio, rounded down.
///
/// A range draws the size anew for each clip, both ends included. Bilinear, without antialiasing; values keep fractions.
/// Classy Vision: `video_clip_resize`, and the first half of `video_clip_random_resize_crop`.
extern transform resize_short(
  /// The short edge.
  size: px >= 1 | range of px
) from "vcl/runtime/transforms/spatial" {
  takes tensor [C, T, H, W]
  let short = min(H, W)
  require size >= 1
    else error "the short edge has at least one pixel"
  yields tensor [
    C,
    T,
    size when H == short else floor(size * H / short),
    size when W == short else floor(size * W / short),
  ]
}

/// Cuts a window at a random place. Classy Vision: the second half of `video_clip_random_resize_crop`.
extern transform random_crop(
  /// Height x width of the window.
  size: dims2
) from "vcl/runtime/transforms/spatial" {
  takes  tensor [C, T, H, W]
  yields tensor [C, T, size.h, size.w]
  random
  require size.h >= 1 and size.w >= 1
    else error "the window has at least one pixel"
  require size.h <= H and size.w <= W
    else error V0401 "the window is larger than the frame"
}

/// Cuts the window in the middle. Classy Vision: `CenterCropVideo`.
extern transform center_crop(
  /// Height x width of the window.
  size: dims2
) from "vcl/runtime/transforms/spatial" {
  takes  tensor [C, T, H, W]
  yields tensor [C, T, size.h, size.w]
  require size.h >= 1 and size.w >= 1
    else error "the window has at least one pixel"
  require size.h <= H and size.w <= W
    else error V0401 "the window is larger than the frame"
}

/// Mirrors left and right with probability `p`, the whole clip or not at all. Classy Vision: `RandomHorizontalFlipVideo`.
extern transform flip(
  /// How likely a clip is mirrored.
  p: real in 0..1
) from "vcl/runtime/transforms/spatial" {
  takes  tensor [C, T, H, W]
  yields tensor [C, T, H, W]
  random
  facts {
    mirrors: true
  }
}

/// The usual augmentation of video classification: a random size, a random window, mirrored half the time.
/// Classy Vision: `video_default_augment`, without its normalisation.
transform clip_augment(crop: dims2 = 112x112 px, size: range of px = 128..160 px) =
  resize_short(size) |> random_crop(crop) |> flip(50%)
