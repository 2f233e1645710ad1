import { ActionIcon, UnstyledButton } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import {
  IconBriefcase2,
  IconChartBar,
  IconChevronRight,
  IconHeartHandshake,
  IconHome2,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPackage,
  IconSend,
  IconSettings,
  IconStarFilled,
  IconUsers,
} from '@tabler/icons-react'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Mark, Wordmark } from '../brand/mark.tsx'
import type { NavItem, Section } from '../feature.ts'
import { useT } from '../i18n.tsx'
import { useMe } from '../me.tsx'
import { Link } from '../navigation.tsx'
import { useNavigation } from '../registry.tsx'
import { useFavourites } from './favourites.ts'

export const sectionIcons = {
  today: IconHome2,
  customers: IconUsers,
  messages: IconSend,
  sales: IconBriefcase2,
  catalog: IconPackage,
  alliance: IconHeartHandshake,
  results: IconChartBar,
  settings: IconSettings,
} as const satisfies Record<Section, unknown>

/** The customer's journey as a bar; collapsed, each section is one icon with its entries in a menu. */
export function Sidebar({ collapsed, onCollapse }: { collapsed: boolean; onCollapse: () => void }) {
  const t = useT()
  const me = useMe()
  const groups = useNavigation()
  const { favourites } = useFavourites()
  const label = t(collapsed ? 'app.sidebar.expand' : 'app.sidebar.collapse')
  return (
    <div className="td-side-inner" data-collapsed={collapsed || undefined}>
      <div className="td-side-head">
        <Link to="/" className="td-side-brand" aria-label={t('app.home')}>
          {collapsed ? <Mark size={24} /> : <Wordmark />}
        </Link>
        <ActionIcon onClick={onCollapse} aria-label={label} title={`${label}  [`} className="td-side-toggle">
          {collapsed ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
        </ActionIcon>
      </div>
      {!collapsed && <div className="td-side-workspace td-clip">{me.workspace.name}</div>}
      <nav className="td-nav" aria-label={t('app.navigation')}>
        {collapsed ? (
          <Suspense fallback={null}>
            <CompactNavigation groups={groups} />
          </Suspense>
        ) : (
          groups.map((group) => <Group key={group.section} {...group} />)
        )}
        {!collapsed && favourites.length > 0 && (
          <div className="td-nav-favourites">
            <div className="td-nav-label">{t('app.favourites.title')}</div>
            {favourites.map((favourite) => (
              <Link key={favourite.to} to={favourite.to} className="td-nav-item">
                <IconStarFilled size={14} className="td-star" />
                <span className="td-clip">{favourite.label}</span>
              </Link>
            ))}
          </div>
        )}
      </nav>
    </div>
  )
}

const CompactNavigation = lazy(() => import('./compact-navigation.tsx'))

export type GroupProps = { section: Section; items: NavItem[] }

function Group({ section, items }: GroupProps) {
  const t = useT()
  const isHere = useIsHere()
  const [closed, setClosed] = useLocalStorage<string[]>({ key: 'tandem.sections.closed', defaultValue: [] })
  const SectionIcon = sectionIcons[section]
  const [only] = items
  if (items.length === 1 && only && (section === 'today' || section === 'results' || section === 'settings')) {
    return <Entry item={only} icon={SectionIcon} label={t(`nav.sections.${section}`)} here={isHere(only.to)} />
  }
  const open = !closed.includes(section) || items.some((item) => isHere(item.to))
  return (
    <div className="td-nav-group">
      <UnstyledButton
        className="td-nav-section"
        aria-expanded={open}
        onClick={() => setClosed(open ? [...closed, section] : closed.filter((one) => one !== section))}
      >
        <span className="td-clip">{t(`nav.sections.${section}`)}</span>
        <IconChevronRight size={14} className="td-nav-chevron" />
      </UnstyledButton>
      {open &&
        items.map((item) => (
          <Entry key={item.to} item={item} icon={item.icon} label={t(item.label)} here={isHere(item.to)} />
        ))}
    </div>
  )
}

function Entry(props: { item: NavItem; icon: NavItem['icon']; label: string; here: boolean }) {
  return (
    <Link to={props.item.to} className="td-nav-item" aria-current={props.here ? 'page' : undefined}>
      <props.icon size={18} stroke={1.6} />
      <span className="td-clip">{props.label}</span>
    </Link>
  )
}

/** Whether the address belongs to an entry: the longest entry that it starts with, so `/deals/board` is not also `/deals`. */
export function useIsHere() {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const all = useNavigation().flatMap((group) => group.items.map((item) => item.to))
  const fits = (to: string) => (to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`))
  const best = all.filter(fits).sort((a, b) => b.length - a.length)[0]
  return (to: string) => to === best
}
