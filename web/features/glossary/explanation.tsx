import type { LexiconEntry } from '#contract/glossary.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { numberWords } from './number.tsx'

/** What a word means, how many there are now and whose word it is. */
export function Explanation({ entry, close }: { entry: LexiconEntry; close: () => void }) {
  const t = useT()
  const format = useFormat()
  const term = useApi('GET /terms/:id', { params: { id: entry.id } }, { staleTime: 60_000 }).data
  return (
    <>
      <strong>{entry.words[0]}</strong>
      <p>{entry.definition}</p>
      {term?.number && (
        <p className="td-num">{t('glossary.hover.now', { value: numberWords(t, format, term.number) })}</p>
      )}
      <footer>
        {entry.inForce ? (
          <span className="gl-marks">
            <span className="td-muted">{t('glossary.hover.signed')}</span>
            {entry.signedBy.map((id) => (
              <DepartmentMark key={id} department={id} />
            ))}
          </span>
        ) : (
          <span className="td-muted">{t('glossary.hover.unsigned')}</span>
        )}
        <Link to={`/glossary/${entry.id}`} onClick={close}>
          {t('glossary.hover.open')}
        </Link>
      </footer>
    </>
  )
}
