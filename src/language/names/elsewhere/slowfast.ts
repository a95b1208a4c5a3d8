/** Keys of SlowFast's configurations, the last part of each in small letters: `DATA.NUM_FRAMES` is `num_frames`. */
import { type Aliases, asFlag, asPhase, asSampler, asSchedule, fromClip } from "./alias.ts";

export const slowfast: Aliases = {
  // DATA, TRAIN, TEST
  num_frames: { to: ["clip"] },
  sampling_rate: {
    to: [],
    note: "a clip's frames follow on each other; `step` is from one clip's start to the next one's",
  },
  target_fps: { to: [], note: "videos keep the frame rate they have" },
  train_crop_size: { to: ["transform"], note: "`random_crop(112x112 px)` in the pipe of the phase that trains" },
  test_crop_size: { to: ["transform"], note: "`center_crop(112x112 px)` in the pipe of a phase that tests" },
  train_jitter_scales: { to: ["transform"], note: "`resize_short(128..160 px)` in the pipe of the phase that trains" },
  random_flip: { to: ["transform"], note: "`flip(50%)` in the pipe of the phase that trains" },
  mean: { to: ["transform"], note: "`… |> to_float |> normalize { mean: [ … ], std: [ … ] }`" },
  std: { to: ["transform"], note: "`… |> to_float |> normalize { mean: [ … ], std: [ … ] }`" },
  input_channel_num: { to: ["input_planes"], note: fromClip },
  path_to_data_dir: { to: ["splits"], note: "`splits` is the folder of the lists, `videos` that of the videos" },
  path_prefix: { to: ["videos"] },
  num_ensemble_views: { to: ["sample"], note: asSampler },
  num_spatial_crops: { to: [], note: "a test clip is seen whole; the head averages over its grid" },
  train_dataset: { to: ["phases"], note: asPhase },
  test_dataset: { to: ["phases"], note: asPhase },
  // MODEL, RESNET
  model_name: { to: ["model"] },
  arch: { to: ["model"] },
  trans_func: { to: ["unit"], note: "`unit: .basic` or `.bottleneck`" },
  zero_init_final_bn: { to: ["zero_init_residual"] },
  dropout_rate: { to: ["dropout"] },
  head_act: { to: ["activation"] },
  loss_func: { to: ["loss"] },
  // SOLVER
  base_lr: { to: ["lr"] },
  max_lr: { to: ["lr"] },
  lr_policy: { to: ["lr"], note: asSchedule },
  steps: { to: ["at"] },
  lrs: { to: ["values"] },
  cosine_end_lr: { to: ["to"] },
  max_epoch: { to: ["epochs"] },
  warmup_epochs: {
    to: [],
    note: "a warm-up is the first part: `linear { …, over: 10% } then cosine { …, over: 90% }`",
  },
  warmup_start_lr: { to: ["from"], note: "a warm-up is the first part: `linear { from: …, to: … } then …`" },
  optimizing_method: { to: ["optimizer"] },
  zero_wd_1d_param: { to: ["weight_decay_on_norm"], note: "the other way round: false leaves norms out of the decay" },
  // Run
  eval_period: { to: ["test_every"] },
  log_period: { to: ["every", "hooks"], note: "`log_progress { every: 20 steps }`" },
  checkpoint_file_path: { to: [], note: asFlag("resume") },
  auto_resume: { to: [], note: asFlag("resume") },
  output_dir: { to: ["into"], note: asFlag("out") },
  rng_seed: { to: ["seed"] },
  num_gpus: { to: [], note: asFlag("engine") },
};
