import { UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { settingsGroups } from '../feature.ts'
import { useT } from '../i18n.tsx'
import { Link } from '../navigation.tsx'
import { useNavigation } from '../registry.tsx'
import { useHere } from './sections.ts'
import './settings-menu.css'

/** The screens of the settings beside each of them; on narrow screens one line above it that unfolds. */
export default function SettingsMenu() {
  const t = useT()
  const here = useHere()
  const items = useNavigation().find(({ section }) => section === 'settings')?.items ?? []
  const [open, setOpen] = useState(false)
  const toggle = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen folds the menu
  useEffect(() => setOpen(false), [here?.to])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    setOpen(false)
    toggle.current?.focus()
  }
  return (
    <nav
      className="td-settings"
      data-open={open || undefined}
      aria-label={t('nav.sections.settings')}
      onKeyDown={onKeyDown}
    >
      <UnstyledButton
        ref={toggle}
        className="td-settings-toggle"
        aria-expanded={open}
        onClick={() => setOpen((old) => !old)}
      >
        <span className="td-muted">{t('nav.sections.settings')}</span>
        <span className="td-clip">{here && t(here.label)}</span>
        <IconChevronDown size={16} className="td-settings-chevron" />
      </UnstyledButton>
      <div className="td-settings-list">
        {settingsGroups.map((group) => {
          const own = items.filter((item) => (item.group ?? 'company') === group)
          if (own.length === 0) return null
          return (
            <section key={group} aria-labelledby={`settings-${group}`}>
              <div id={`settings-${group}`} className="td-nav-label">
                {t(`nav.settings.${group}`)}
              </div>
              {own.map((item) => (
                <Link
                  key={item.to}
                  to={item.to}
                  className="td-nav-item"
                  aria-current={item === here ? 'page' : undefined}
                >
                  <item.icon size={18} stroke={1.6} />
                  <span className="td-clip">{t(item.label)}</span>
                </Link>
              ))}
            </section>
          )
        })}
      </div>
    </nav>
  )
}
