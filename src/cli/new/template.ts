/** What a new component starts as: a declaration and an implementation that keep each other's word, to be changed. */
export interface Names {
  /** In vcl: `attention_pool`. */
  readonly name: string;
  /** In TypeScript: `attentionPool`. */
  readonly factory: string;
  /** Of its contract: `AttentionPoolHead`. */
  readonly type: string;
  /** Of its options: `AttentionPoolOptions`. */
  readonly options: string;
}

export type Template = (names: Names) => { readonly vcl: string; readonly ts: string };
