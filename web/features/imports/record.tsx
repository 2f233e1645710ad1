import { Alert, Button } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { Link, useParam } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { problemText } from '../../kernel/toast.tsx'
import { MappingStep } from './mapping-step.tsx'
import { ResultStep } from './result-step.tsx'
import { RunStep } from './run-step.tsx'
import { isRunning } from './types.ts'

/** One import on its way: columns, trial, run, result. The server knows where it is, so one may leave and come back. */
export default function ImportScreen() {
  const t = useT()
  const id = useParam('id')
  const query = useApi('GET /imports/:id', { params: { id } }, { staleTime: 0 })
  const running = query.data !== undefined && isRunning(query.data)
  // Events bring news at once; this is for a connection that was lost.
  useApi('GET /imports/:id', { params: { id } }, { enabled: running, refetchInterval: running ? 1500 : false })

  if (query.isPending) return <PageSkeleton />
  if (!query.data) {
    return (
      <Page title={t('imports.list.title')}>
        <Alert color="red" title={problemText(t, query.error)}>
          <Button component={Link} to="/imports" variant="default" size="xs">
            {t('imports.list.title')}
          </Button>
        </Alert>
      </Page>
    )
  }
  const record = query.data
  if (running) return <RunStep record={record} />
  return record.state === 'uploaded' ? <MappingStep key={record.id} record={record} /> : <ResultStep record={record} />
}
