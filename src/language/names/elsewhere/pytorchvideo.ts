/** Arguments of PyTorchVideo's and torchvision's video functions, and those of PyTorch's own. */
import { type Aliases, asSchedule, fromBlock, fromClip } from "./alias.ts";

export const pytorchVideo: Aliases = {
  // Data
  data_path: { to: ["videos"] },
  video_path_prefix: { to: ["videos"] },
  root: { to: ["videos"] },
  annotation_path: { to: ["splits"] },
  train: { to: ["split"], note: "`split: .train` or `.test`" },
  clip_duration: { to: ["clip"], note: "in frames: `clip: 8 frames`" },
  clip_length: { to: ["clip"] },
  clip_sampler: { to: ["sample"] },
  decode_audio: { to: [], note: "sound is not read" },
  min_size: { to: ["size"], note: "a range draws the size: `resize_short(128..160 px)`" },
  max_size: { to: ["size"], note: "a range draws the size: `resize_short(128..160 px)`" },
  // Networks
  input_channel: { to: ["input_planes"], note: fromClip },
  model_depth: {
    to: ["blocks"],
    note: "18 layers are `blocks: [2, 2, 2, 2]` of `.basic` units, 50 `[3, 4, 6, 3]` of `.bottleneck`",
  },
  model_num_class: { to: ["classes"], note: "the head has `classes`, which follows from the data set" },
  stem_dim_out: { to: ["stem_planes"] },
  stem_conv_kernel_size: { to: ["stem_kernel"] },
  stage_spatial_h_stride: { to: ["spatial_stride"] },
  stage_spatial_w_stride: { to: ["spatial_stride"] },
  stage_conv_a_kernel_size: {
    to: ["temporal_kernels"],
    note: "the kernels' sizes over time, stage by stage: `[[3], [3, 1], [3, 1], [1, 3]]`",
  },
  head_pool_kernel_size: { to: ["pool"] },
  head_activation: { to: ["activation"] },
  in_features: { to: ["in_plane"], note: fromBlock },
  out_features: { to: ["classes"] },
  layers: { to: ["blocks"] },
  // Training
  learning_rate: { to: ["lr"] },
  lr_scheduler: { to: ["lr"], note: asSchedule },
  decay: { to: ["weight_decay"] },
  epsilon: { to: ["eps"] },
  beta1: { to: ["betas"], note: "both together: `betas: [0.9, 0.999]`" },
  beta2: { to: ["betas"], note: "both together: `betas: [0.9, 0.999]`" },
  dampening: { to: [], note: "`sgd` has no dampening" },
  optim: { to: ["optimizer"] },
  loss_fn: { to: ["loss"] },
  datasets: { to: ["phases"] },
};
