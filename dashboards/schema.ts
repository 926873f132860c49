/**
 * A type of Grafana's schema in which an enumeration is the text that it stands for: `'never'` for `VisibilityMode.Never`. Of the SDK only
 * the types are taken: its builders take as long to load and to run as a tenth of a whole synthesis.
 * https://github.com/grafana/grafana-foundation-sdk
 */
export type Plain<T> = T extends string
  ? `${T}`
  : T extends number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : // Without what builders leave in an object to be told apart.
        { readonly [Key in keyof T as Exclude<Key, '_implementsDataqueryVariant'>]: Plain<T[Key]> };
