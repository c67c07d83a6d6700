/** One measured figure, and what the same work costs with something else in the same run. */
export interface BenchFigure {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly reference?: { readonly name: string; readonly figure: number };
}
