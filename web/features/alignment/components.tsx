import type { Alignment } from '#contract/alignment.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'

/** Each part of the score: how far it is kept, what it counts for, and the points it brings. They add up to the score. */
export function Components({ alignment }: { alignment: Alignment }) {
  const t = useT()
  const format = useFormat()
  const { components, capPoints, score } = alignment
  return (
    <section className="al-card">
      <h2>{t('alignment.parts.title')}</h2>
      <p className="td-muted al-small">{t('alignment.parts.text')}</p>
      <div className="al-scroll">
        <table className="al-table">
          <thead>
            <tr>
              <th scope="col">{t('alignment.parts.part')}</th>
              <th scope="col">{t('alignment.parts.value')}</th>
              <th scope="col" className="td-wide-only">
                {t('alignment.parts.change')}
              </th>
              <th scope="col" className="td-wide-only">
                {t('alignment.parts.weight')}
              </th>
              <th scope="col">{t('alignment.parts.points')}</th>
            </tr>
          </thead>
          <tbody>
            {components.map((one) => {
              const name = t(`alignment.components.${one.key}`)
              return (
                <tr key={one.key} data-unused={one.value === null || undefined}>
                  <th scope="row">
                    {one.url ? <Link to={one.url}>{name}</Link> : name}
                    <span className="td-muted al-small al-sentence">{one.sentence}</span>
                    {one.value !== null && (
                      <span className="al-bar" aria-hidden="true" data-weak={one.weak || undefined}>
                        <span style={{ width: `${one.value * 100}%` }} />
                      </span>
                    )}
                  </th>
                  <td className="td-num">{one.value === null ? '–' : format.percent(one.value, 0)}</td>
                  <td className="td-num td-muted td-wide-only">
                    {one.change === null
                      ? '–'
                      : format.number(Math.round(one.change * 100), { signDisplay: 'exceptZero' })}
                  </td>
                  <td className="td-num td-muted td-wide-only">
                    {one.usedWeight === 0 ? '–' : format.percent(one.usedWeight, 0)}
                  </td>
                  <td className="td-num">{one.value === null ? '–' : format.number(one.points)}</td>
                </tr>
              )
            })}
          </tbody>
          {score !== null && (
            <tfoot>
              {capPoints < 0 && (
                <tr>
                  <th scope="row">{t('alignment.parts.cap')}</th>
                  <Blanks />
                  <td className="td-num">{format.number(capPoints)}</td>
                </tr>
              )}
              <tr>
                <th scope="row">{t('alignment.score')}</th>
                <Blanks />
                <td className="td-num">
                  <strong>{format.number(score)}</strong>
                </td>
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </section>
  )
}

/** The columns that a sum has nothing to say in; two of them are not there on a phone. */
const Blanks = () => (
  <>
    <td />
    <td className="td-wide-only" />
    <td className="td-wide-only" />
  </>
)
