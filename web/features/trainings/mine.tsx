import { Button } from '@mantine/core'
import { IconSchool } from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { TrainingTabs } from './tabs.tsx'
import { TrainingRows } from './training-rows.tsx'

/** What I owe first, then what runs out, then what I have. */
export default function MyTrainings() {
  const t = useT()
  const create = useCreate()
  const mine = useApi('GET /trainings', { query: { mine: ['owed', 'expiring', 'valid'], limit: 200 } })
  const items = mine.data?.items ?? []
  const groups = (['owed', 'expiring', 'valid'] as const)
    .map((state) => ({ state, own: items.filter((item) => item.my.state === state) }))
    .filter(({ own }) => own.length > 0)
  return (
    <Page
      title={t('trainings.title')}
      actions={
        <Can permission="trainings.write">
          <Button onClick={() => create.open('training')}>{t('trainings.create.title')}</Button>
        </Can>
      }
    >
      <TrainingTabs />
      {mine.data && groups.length === 0 && (
        <EmptyState
          title={t('trainings.mine.emptyTitle')}
          text={t('trainings.mine.empty')}
          picture={<IconSchool size={40} stroke={1.2} />}
          action={
            <Button component={Link} to="/trainings/catalogue" variant="default">
              {t('trainings.mine.toCatalogue')}
            </Button>
          }
        />
      )}
      {groups.map(({ state, own }) => (
        <section key={state}>
          <h2 className="tr-heading">{t(`trainings.mine.${state}`, { count: own.length })}</h2>
          <TrainingRows items={own} />
        </section>
      ))}
    </Page>
  )
}
