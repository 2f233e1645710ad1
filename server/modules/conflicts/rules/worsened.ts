/** Of every metric more is worse: data has worsened when it is beyond what it was when the decision was taken. */
export const worsened = ({ value, atDecision }: { value: number | null; atDecision: number | null }): boolean =>
  value !== null && atDecision !== null && value > atDecision
