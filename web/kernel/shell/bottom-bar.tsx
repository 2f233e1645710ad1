import { UnstyledButton } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import { useT } from '../i18n.tsx'
import { Link } from '../navigation.tsx'
import { useNavigation } from '../registry.tsx'
import { sectionIcons, useIsHere } from './sections.ts'

const shown = 4

/** On a phone: the first sections within reach of the thumb, the whole menu beside them. */
export function BottomBar({ onMenu }: { onMenu: () => void }) {
  const t = useT()
  const isHere = useIsHere()
  const groups = useNavigation()
    .filter(({ section }) => section !== 'settings')
    .slice(0, shown)
  return (
    <nav className="td-bottom" aria-label={t('app.quickNavigation')}>
      {groups.map(({ section, items }) => {
        const Icon = sectionIcons[section]
        return (
          <Link
            key={section}
            to={items[0]!.to}
            className="td-bottom-item"
            aria-current={items.some((item) => isHere(item.to)) ? 'page' : undefined}
          >
            <Icon size={22} stroke={1.6} />
            <span className="td-clip">{t(`nav.sections.${section}`)}</span>
          </Link>
        )
      })}
      <UnstyledButton className="td-bottom-item" onClick={onMenu} aria-haspopup="dialog">
        <IconMenu2 size={22} stroke={1.6} />
        <span className="td-clip">{t('app.menu')}</span>
      </UnstyledButton>
    </nav>
  )
}
