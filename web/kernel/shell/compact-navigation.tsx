import { Menu, Tooltip, UnstyledButton } from '@mantine/core'
import { useT } from '../i18n.tsx'
import { Link } from '../navigation.tsx'
import { isOneEntry, type SectionGroup, sectionIcons, useIsHere } from './sections.ts'

/** The folded bar: one icon a section, its entries in a menu beside it. */
export default function CompactNavigation({ groups }: { groups: readonly SectionGroup[] }) {
  return groups.map((group) => <CompactGroup key={group.section} {...group} />)
}

function CompactGroup(group: SectionGroup) {
  const { section, items } = group
  const t = useT()
  const isHere = useIsHere()
  const SectionIcon = sectionIcons[section]
  const here = items.some((item) => isHere(item.to))
  const label = t(`nav.sections.${section}`)
  const [first] = items
  if (first && (items.length === 1 || isOneEntry(group))) {
    return (
      <Tooltip label={label} position="right">
        <Link to={first.to} className="td-nav-item" aria-label={label} aria-current={here ? 'page' : undefined}>
          <SectionIcon size={20} stroke={1.6} />
        </Link>
      </Tooltip>
    )
  }
  return (
    <Menu position="right-start" trigger="click-hover" openDelay={60}>
      <Menu.Target>
        <UnstyledButton className="td-nav-item" aria-label={label} data-here={here || undefined}>
          <SectionIcon size={20} stroke={1.6} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        {items.map((item) => (
          <Menu.Item key={item.to} component={Link} to={item.to} leftSection={<item.icon size={16} />}>
            {t(item.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
