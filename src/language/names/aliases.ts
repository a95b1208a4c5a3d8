/** What things are called elsewhere: Classy Vision, mmaction2, PyTorchVideo, Python. */

interface Alias {
  /** Names in vcl; the first that the component has is meant. */
  readonly to: readonly string[];
  /** Said where there is more to know than the name. */
  readonly note?: string;
}

const derived = "it is derived from the clip: leave it out";

const fields: Readonly<Record<string, Alias>> = {
  num_classes: {
    to: ["classes"],
    note: "in Classy Vision it was on the model; here the head has `classes`, which follows from the data set",
  },
  num_class: { to: ["classes"] },
  frames_per_clip: { to: ["clip"], note: "a clip's length is `clip` of the data set; the model follows it" },
  clip_len: { to: ["clip"] },
  clip_length: { to: ["clip"] },
  clip_duration: { to: ["clip"], note: "in frames: `clip: 8 frames`" },
  num_frames: { to: ["clip"] },
  frame_interval: { to: ["step"] },
  step_between_clips: { to: ["step"] },
  batchsize_per_replica: { to: ["batch"] },
  batch_size: { to: ["batch"] },
  videos_per_gpu: { to: ["batch"] },
  samples_per_gpu: { to: ["batch"] },
  num_samples: { to: ["take"] },
  use_shuffle: { to: ["shuffle"], note: "`shuffle: .clips`" },
  video_dir: { to: ["videos"] },
  data_prefix: { to: ["videos"] },
  data_root: { to: ["videos"] },
  splits_dir: { to: ["splits"] },
  ann_file: { to: ["splits"] },
  annotation_path: { to: ["splits"] },
  metadata_filepath: { to: ["index"] },
  metadata_file: { to: ["index"] },
  clips_per_video: { to: ["sample"], note: "the sampler has it: `sample: uniform(10 clips per video)`" },
  clips_per_video_train: { to: ["clips_per_video", "sample"] },
  clips_per_video_test: {
    to: ["clips_per_video", "sample"],
    note: "it is derived from the data set's sampler: leave it out",
  },
  num_clips: { to: ["sample"] },
  transforms: { to: ["transform"] },
  pipeline: { to: ["transform"] },
  in_channels: { to: ["input_planes", "in_plane"], note: derived },
  input_channels: { to: ["input_planes"], note: derived },
  num_channels: { to: ["input_planes"], note: derived },
  num_blocks: { to: ["blocks"] },
  stage_blocks: { to: ["blocks"] },
  base_channels: { to: ["planes"] },
  stage_planes: { to: ["planes"] },
  residual_transformation_type: { to: ["unit"], note: "`unit: .basic`, `.bottleneck` …" },
  skip_transformation_type: { to: ["skip"] },
  num_groups: { to: ["groups"] },
  stem_temporal_kernel: { to: ["stem_kernel"], note: "frames x height x width: `stem_kernel: 3x7x7`" },
  heads: { to: [], note: "heads are written `head NAME at stage4.last = …` in the model" },
  fork_block: { to: [], note: "a head's block is written in `head NAME at stage4.last = …`" },
  unique_id: { to: [], note: "a head's name is written in `head NAME at stage4.last = …`" },
  pool_size: { to: ["pool"] },
  use_dropout: { to: ["dropout"] },
  dropout_ratio: { to: ["dropout"] },
  dropout_rate: { to: ["dropout"] },
  activation_func: { to: ["activation"] },
  learning_rate: { to: ["lr"] },
  base_lr: { to: ["lr"] },
  param_schedulers: { to: ["lr"], note: "`lr` takes a schedule: `lr: multistep { … }`" },
  lr_scheduler: { to: ["lr"], note: "`lr` takes a schedule: `lr: multistep { … }`" },
  decay: { to: ["weight_decay"] },
  bn_weight_decay: { to: ["weight_decay_on_norm"] },
  epsilon: { to: ["eps"] },
  beta1: { to: ["betas"], note: "both together: `betas: [0.9, 0.999]`" },
  beta2: { to: ["betas"], note: "both together: `betas: [0.9, 0.999]`" },
  start_value: { to: ["from"] },
  end_value: { to: ["to"] },
  milestones: { to: ["at"] },
  lengths: { to: ["over"] },
  log_freq: { to: ["every"] },
  checkpoint_folder: { to: ["into"] },
  checkpoint_dir: { to: ["into"] },
  phase_types: { to: ["after"] },
  checkpoint_period: { to: ["every"] },
  num_epochs: { to: ["epochs"] },
  total_epochs: { to: ["epochs"] },
  max_epochs: { to: ["epochs"] },
  criterion: { to: ["loss"] },
  dataset: { to: ["phases"] },
  datasets: { to: ["phases"] },
  optim: { to: ["optimizer"] },
};

/** The field that is meant by a name from elsewhere, and what else to know. */
export function fieldAlias(
  name: string,
  has: (field: string) => boolean,
): { readonly field?: string; readonly note?: string } | undefined {
  if (!Object.hasOwn(fields, name)) return undefined;
  const alias = fields[name];
  if (alias === undefined) return undefined;
  const field = alias.to.find(has);
  return { ...(field === undefined ? {} : { field }), ...(alias.note === undefined ? {} : { note: alias.note }) };
}

const values: Readonly<Record<string, string>> = {
  True: "true",
  False: "false",
  None: "none",
  null: "none",
  yes: "true",
  no: "false",
  resnext3d_block: "resnext3d",
  CrossEntropyLoss: "cross_entropy",
  BCEWithLogitsLoss: "binary_cross_entropy",
  SGD: "sgd",
  Adam: "adam",
  AdamW: "adamw",
  adamw_mt: "adamw",
  video_default_augment: "clip_augment",
  video_clip_random_resize_crop: "random_crop",
  video_clip_resize: "resize_short",
  RandomHorizontalFlipVideo: "flip",
  CenterCropVideo: "center_crop",
  NormalizeVideo: "normalize",
  ToTensorVideo: "to_float",
  loss_lr_meter_logging: "log_progress",
};

/** What is meant by a name of a value from elsewhere. */
export function valueAlias(name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
