import { useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { HolidaysSection } from './holidays-section.tsx'
import { HoursSection } from './hours-section.tsx'
import { WorkspaceSection } from './workspace-section.tsx'

export default function Settings() {
  const t = useT()
  const settings = useApi('GET /settings')
  if (settings.error && !settings.data)
    return <ErrorScreen error={settings.error} reset={() => void settings.refetch()} />
  if (!settings.data) return <PageSkeleton />
  return (
    <Page title={t('accounts.settings.title')} subtitle={t('accounts.settings.subtitle')} width="wide">
      <WorkspaceSection settings={settings.data} />
      <HoursSection settings={settings.data} />
      <HolidaysSection settings={settings.data} />
    </Page>
  )
}
