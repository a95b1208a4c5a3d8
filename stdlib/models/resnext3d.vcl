//! 3D residual networks.

/// 3D ResNet and ResNeXt trunks (arXiv:1711.09577, arXiv:1711.11248). Classy Vision: `resnext3d`.
///
/// A stem, then stages of residual blocks; each stage after the first doubles the planes. Stages count from 1 and blocks
/// from 0, as in Classy Vision, so that weights line up.
extern model resnext3d from "vcl/runtime/models/resnext3d" {
  /// What goes in: the clip of a data set. Left out, it is that of the phase that trains.
  clip: clip_type = data.clip
  /// Residual blocks in each stage.
  blocks: [int >= 1; 1..5]
  /// Planes that stage 1 gives; each further stage doubles them.
  planes: int >= 1 = 64
  /// What a residual branch is made of.
  unit: .basic | .bottleneck | .preactivated | .r2plus1d = .basic
  /// How a shortcut that changes the shape is made.
  skip: .postactivated | .preactivated = .postactivated
  /// Groups of the convolutions: both of a basic unit, the middle one of a bottleneck (arXiv:1611.05431).
  groups: int >= 1 = 1
  /// Inner planes of a bottleneck per group, in stage 1.
  width_per_group: int >= 1 = 64
  /// Every how many frames the first block of each stage steps.
  temporal_stride: [int >= 1; len(blocks)] = [1] + repeat(2, len(blocks) - 1)
  /// Every how many pixels the first block of each stage steps.
  spatial_stride: [int >= 1; len(blocks)] = [1] + repeat(2, len(blocks) - 1)
  /// The first convolution: whole, or one over space and one over time (arXiv:1711.11248), which has its own kernels.
  stem: .basic | .r2plus1d = .basic
  /// Planes of the stem; they do not follow `planes`.
  stem_planes: int >= 1 = 64
  /// Window of the stem's convolution, frames x height x width; each an odd number.
  stem_kernel: dims3 = 3x7x7
  /// A max pool after the stem, which halves height and width once more.
  stem_pool: bool = false
  /// Sizes over time of a bottleneck's kernel: for each stage a list that is cycled over its blocks. Odd numbers.
  temporal_kernels: [[int >= 1]; len(blocks)] = repeat([3], len(blocks))
  /// For each stage, whether a bottleneck's first convolution has the kernel over time instead of its 3x3 one.
  temporal_first: [bool; len(blocks)] = repeat(false, len(blocks))
  /// Start every residual branch at zero, so that a block begins as its shortcut.
  zero_init_residual: bool = false

  /// Channels of the clip. Follows from `clip`.
  derived input_planes: int = C
  /// Frames of the clip. Follows from `clip`.
  derived frames_per_clip: frames = T
  /// Height and width of the training clip, where they are equal. Follows from `clip`.
  derived clip_crop_size: px? = (H when H == W else none) in train

  takes tensor f32 [N, C, T, H, W]

  let stem_stride = 4 when stem_pool else 2

  blocks stem yields tensor f32 [N, stem_planes, T, ceil(H / stem_stride), ceil(W / stem_stride)]

  blocks stage{i in 1..len(blocks)}.block{j in 0..blocks[i] - 1} yields tensor f32 [
    N,
    planes * 2 ^ (i - 1),
    ceil(T / product(temporal_stride, i)),
    ceil(H / (stem_stride * product(spatial_stride, i))),
    ceil(W / (stem_stride * product(spatial_stride, i))),
  ]

  unused width_per_group when unit == .basic or unit == .r2plus1d
  unused temporal_kernels when unit == .basic or unit == .r2plus1d
  unused temporal_first when unit == .basic or unit == .r2plus1d
  unused stem_kernel when stem == .r2plus1d

  require stem_kernel.t % 2 == 1 and stem_kernel.h % 2 == 1 and stem_kernel.w % 2 == 1
    else error "the stem's kernel has an odd number of cells each way"
  require skip == .postactivated or unit == .preactivated
    else error V0505 "a pre-activated skip needs pre-activated units"
  require unit == .bottleneck
      or unit == .preactivated
      or planes % groups == 0 and stem_planes % groups == 0
    else error V0506 "{groups} groups do not divide the planes of every convolution"

  // What groups leave over of the planes between an R(2+1)D unit's convolutions, stage by stage (arXiv:1711.11248, 3.5).
  let over1 =
    floor(27 * stem_planes * planes / (9 * stem_planes + 3 * planes)) % groups
    + floor(9 * planes / 4) % groups
  let over2 =
    0 when len(blocks) < 2 else floor(18 * planes / 5) % groups + floor(9 * planes / 2) % groups
  let over3 = 0 when len(blocks) < 3 else floor(36 * planes / 5) % groups
  let over4 = 0 when len(blocks) < 4 else floor(72 * planes / 5) % groups
  let over5 = 0 when len(blocks) < 5 else floor(144 * planes / 5) % groups
  require unit != .r2plus1d or over1 + over2 + over3 + over4 + over5 == 0
    else error V0506 "{groups} groups do not divide the planes of every convolution"
}
