import { Stack } from '@mantine/core'
import { IconArrowRight, IconForms, IconTableImport, IconUsersPlus } from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Door } from '../../kernel/shell/door.tsx'

const ways = [
  { key: 'import', to: '/imports', icon: IconTableImport },
  { key: 'form', to: '/forms', icon: IconForms },
  { key: 'invite', to: '/invitations', icon: IconUsersPlus },
] as const

/** Three ways to begin, each a real one. */
export function NextStep() {
  const t = useT()
  return (
    <Door title={t('accounts.setup.next.title')} lead={t('accounts.setup.next.lead')}>
      <Stack gap="sm">
        {ways.map(({ key, to, icon: WayIcon }) => (
          <Link key={key} to={to} className="td-door-choice">
            <WayIcon size={22} stroke={1.5} aria-hidden />
            <span style={{ flex: 1 }}>
              <strong>{t(`accounts.setup.next.${key}.title`)}</strong>
              <small>{t(`accounts.setup.next.${key}.text`)}</small>
            </span>
            <IconArrowRight size={18} aria-hidden />
          </Link>
        ))}
        <Link to="/" style={{ marginTop: '0.5rem' }}>
          {t('accounts.setup.next.skip')}
        </Link>
      </Stack>
    </Door>
  )
}
