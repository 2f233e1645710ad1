import { Menu } from '@mantine/core'
import { IconCheck, IconHelp, IconSettings } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useLocale, useT } from '../i18n.tsx'
import { useMe } from '../me.tsx'
import { Link, useGo } from '../navigation.tsx'
import { useAct } from '../query.ts'
import { useCommands, useNavigation } from '../registry.tsx'
import { useOverlays } from './overlays.tsx'
import { themes, useTheme } from './themes.ts'

type Props = { opened: boolean; onChange: (opened: boolean) => void; target: ReactNode }

export default function ProfileMenu({ opened, onChange, target }: Props) {
  const t = useT()
  const go = useGo()
  const { member } = useMe()
  const { locale, setLocale, locales } = useLocale()
  const { theme, setTheme } = useTheme()
  const { openHelp } = useOverlays()
  const remember = useAct('PATCH /me', { invalidates: ['/me'] })
  const commands = useCommands().filter((command) => command.profile)
  const settings = useNavigation().find((group) => group.section === 'settings')?.items[0]
  return (
    <Menu position="bottom-end" width={248} opened={opened} onChange={onChange} closeOnClickOutside>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <div className="td-profile-head">
          <div className="td-clip">
            <strong>{member.fullName}</strong>
          </div>
          <div className="td-clip td-muted">{member.email}</div>
        </div>
        <Menu.Divider />
        {settings && (
          <Menu.Item component={Link} to={settings.to} leftSection={<IconSettings size={16} />}>
            {t('nav.sections.settings')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconHelp size={16} />} onClick={openHelp}>
          {t('app.help')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('app.theme.title')}</Menu.Label>
        {themes.map(({ value, icon: ThemeIcon }) => (
          <Menu.Item
            key={value}
            closeMenuOnClick={false}
            leftSection={<ThemeIcon size={16} />}
            rightSection={theme === value && <IconCheck size={16} aria-label={t('kit.chosen')} />}
            onClick={() => setTheme(value)}
          >
            {t(`app.theme.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('app.language')}</Menu.Label>
        {locales.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            leftSection={<span className="td-lang">{one.toUpperCase()}</span>}
            rightSection={locale === one && <IconCheck size={16} aria-label={t('kit.chosen')} />}
            onClick={() => {
              setLocale(one)
              remember.mutate({ body: { locale: one } })
            }}
          >
            {t(`app.languages.${one}`)}
          </Menu.Item>
        ))}
        {commands.length > 0 && <Menu.Divider />}
        {commands.map((command) => (
          <Menu.Item key={command.id} leftSection={<command.icon size={16} />} onClick={() => command.run({ go })}>
            {t(command.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
