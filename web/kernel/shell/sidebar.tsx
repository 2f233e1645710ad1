import { ActionIcon, UnstyledButton } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import {
  IconChevronRight,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconStarFilled,
} from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { Mark, Wordmark } from '../brand/mark.tsx'
import type { NavItem } from '../feature.ts'
import { useT } from '../i18n.tsx'
import { useMe } from '../me.tsx'
import { Link } from '../navigation.tsx'
import { useNavigation } from '../registry.tsx'
import { useFavourites } from './favourites.ts'
import { isOneEntry, type SectionGroup, sectionIcons, useIsHere } from './sections.ts'

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
              <Link key={favourite.link} to={favourite.link} className="td-nav-item">
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

function Group(group: SectionGroup) {
  const { section, items } = group
  const t = useT()
  const isHere = useIsHere()
  const [closed, setClosed] = useLocalStorage<string[]>({ key: 'tandem.sections.closed', defaultValue: [] })
  const SectionIcon = sectionIcons[section]
  if (isOneEntry(group)) {
    const here = items.some(({ to }) => isHere(to))
    return <Entry to={items[0]!.to} icon={SectionIcon} label={t(`nav.sections.${section}`)} here={here} />
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
          <Entry key={item.to} to={item.to} icon={item.icon} label={t(item.label)} here={isHere(item.to)} />
        ))}
    </div>
  )
}

function Entry(props: { to: string; icon: NavItem['icon']; label: string; here: boolean }) {
  return (
    <Link to={props.to} className="td-nav-item" aria-current={props.here ? 'page' : undefined}>
      <props.icon size={18} stroke={1.6} />
      {/* The bar is longer than many screens. */}
      <span className="td-clip" ref={props.here ? intoView : null}>
        {props.label}
      </span>
    </Link>
  )
}

const intoView = (label: HTMLElement | null) => label?.scrollIntoView({ block: 'nearest' })
