import { useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import './tabs.css'

const tabs = [
  { to: '/members', key: 'people', permission: 'members.read' },
  { to: '/invitations', key: 'invitations', permission: 'members.manage' },
  { to: '/departments', key: 'departments', permission: 'members.read' },
  { to: '/roles', key: 'roles', permission: 'members.read' },
] as const

/** The four sides of who works here, above each of their screens. */
export function MemberTabs({ children }: { children: ReactNode }) {
  const t = useT()
  const can = useCan()
  const here = useRouterState({ select: (state) => state.location.pathname })
  return (
    <div className="td-member-screen">
      <nav className="td-member-tabs" aria-label={t('accounts.members.tabs.label')}>
        {tabs
          .filter(({ permission }) => can(permission))
          .map(({ to, key }) => (
            <Link key={to} to={to} aria-current={here === to ? 'page' : undefined}>
              {t(`accounts.members.tabs.${key}`)}
            </Link>
          ))}
      </nav>
      <div>{children}</div>
    </div>
  )
}
