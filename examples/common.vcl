/// ImageNet statistics, so that 2D weights can be inflated into 3D ones.
let normalized = to_float |> normalize { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }
