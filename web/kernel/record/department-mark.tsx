import { useComputedColorScheme } from '@mantine/core'
import { departmentScale, markColour } from '../brand/tokens.ts'
import { useMe } from '../me.tsx'

type Props = {
  /** Department key (`sales`) or id. */
  department: string
  /** Only the mark, where the name stands beside it anyway. */
  markOnly?: boolean
}

/** A department's small mark, the same everywhere: a wheel in its colour, with its name. */
export function DepartmentMark({ department, markOnly = false }: Props) {
  const { departments } = useMe()
  const scheme = useComputedColorScheme('light')
  const known = departments.find(({ id, key }) => id === department || key === department)
  const name = known?.name ?? department
  const colour = markColour(departmentScale(known?.key ?? department), scheme)
  return (
    <span className="td-department" style={{ display: 'inline-flex', alignItems: 'center', gap: '0.375rem' }}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: labelled when it stands alone, hidden beside its name */}
      <svg
        width="12"
        height="12"
        viewBox="0 0 12 12"
        {...(markOnly ? { role: 'img', 'aria-label': name } : { 'aria-hidden': true })}
      >
        <circle cx="6" cy="6" r="4.25" fill="none" stroke={colour} strokeWidth="2.5" />
      </svg>
      {!markOnly && <span>{name}</span>}
    </span>
  )
}
