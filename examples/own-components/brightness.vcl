//! A transform: clip in, clip out.

/// Makes a clip darker or brighter, all of its frames alike.
extern transform brightness(
  /// The largest change: 0.2 draws factors from 0.8 to 1.2.
  by: real in 0..<1
) from "./brightness.ts" {
  takes  tensor [C, T, H, W]
  yields tensor [C, T, H, W]
  random
}
