/** 1 to 5 on a bar that starts at 1. */
export const ScaleBar = ({ mean }: { mean: number }) => (
  <span className="pu-bar" aria-hidden="true">
    <span style={{ width: `${((mean - 1) / 4) * 100}%` }} />
  </span>
)
