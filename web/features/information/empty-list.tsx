import { Button, Group } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { useCreate } from '../../kernel/shell/create.tsx'
import { DepartmentPair } from './department-pair.tsx'
import type { Show } from './shows.ts'

const examples = [
  { from: 'sales', to: 'marketing', word: 'sales' },
  { from: 'marketing', to: 'sales', word: 'marketing' },
  { from: 'service', to: 'marketing', word: 'service' },
] as const

/** Where nothing was ever asked: what people ask of each other, and lists to start from. Elsewhere: nothing is owed. */
export function EmptyList({ show }: { show: Show }) {
  const t = useT()
  const create = useCreate()
  const any = useApi('GET /information-items', { query: { limit: 1 } }).data
  if (any === undefined) return null
  if (any.items.length > 0 && show !== 'all')
    return (
      <Link to="/information?show=all" className="td-muted">
        {t('information.empty.seeAll')}
      </Link>
    )
  return (
    <>
      <ul className="in-examples">
        {examples.map(({ from, to, word }) => (
          <li key={word}>
            <DepartmentPair from={from} to={to} />
            <span className="td-muted">{t(`information.empty.examples.${word}`)}</span>
          </li>
        ))}
      </ul>
      <Can permission="information.write">
        <Group justify="center" gap="xs">
          <Button component={Link} to="/information/templates">
            {t('information.empty.fromTemplate')}
          </Button>
          <Button variant="default" onClick={() => create.open('information')}>
            {t('information.create.action')}
          </Button>
        </Group>
      </Can>
    </>
  )
}
