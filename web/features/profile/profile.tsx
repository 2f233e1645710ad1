import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { AvailabilitySection } from './availability-section.tsx'
import { DataSection } from './data-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { PreferencesSection } from './preferences-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { TwoFactorSection } from './two-factor-section.tsx'
import { WorkspacesSection } from './workspaces-section.tsx'

export default function Profile() {
  const t = useT()
  const { member } = useMe()
  return (
    <Page title={t('accounts.profile.title')} subtitle={`${member.email} · ${member.roleName}`} width="wide">
      <DataSection />
      <PreferencesSection />
      <AvailabilitySection />
      <PasswordSection />
      <TwoFactorSection />
      <SessionsSection />
      <WorkspacesSection />
    </Page>
  )
}
