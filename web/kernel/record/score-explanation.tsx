import { useFormat, useT } from '../i18n.tsx'
import './record.css'

type Contribution = { rule: string; label: string; points: number }
type Props = { contributions: readonly Contribution[]; total: number; title?: string }

/** Why a score is what it is: every contribution with its sign, and the sum that they make. */
export function ScoreExplanation({ contributions, total, title }: Props) {
  const t = useT()
  const format = useFormat()
  const largest = Math.max(1, ...contributions.map(({ points }) => Math.abs(points)))
  const signed = (points: number) => format.number(points, { signDisplay: 'exceptZero', maximumFractionDigits: 1 })
  const ordered = [...contributions].sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
  return (
    <table className="td-score">
      <caption className={title ? 'td-panel-title' : 'td-hidden'}>{title ?? t('kit.score.title')}</caption>
      <tbody>
        {ordered.map(({ rule, label, points }) => (
          <tr key={rule + label}>
            <th scope="row">{label}</th>
            <td className="td-score-bar" aria-hidden="true">
              <span
                data-negative={points < 0 || undefined}
                style={{ width: `${(Math.abs(points) / largest) * 100}%` }}
              />
            </td>
            <td className="td-num">{signed(points)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('kit.score.total')}</th>
          <td />
          <td className="td-num">{format.number(total, { maximumFractionDigits: 1 })}</td>
        </tr>
      </tfoot>
    </table>
  )
}
