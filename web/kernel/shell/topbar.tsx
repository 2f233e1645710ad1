import { ActionIcon, Button, UnstyledButton } from '@mantine/core'
import { IconHelp, IconPlus, IconSearch, IconStar, IconStarFilled } from '@tabler/icons-react'
import { useRouterState } from '@tanstack/react-router'
import { Mark } from '../brand/mark.tsx'
import { useT } from '../i18n.tsx'
import { useMe } from '../me.tsx'
import { Link } from '../navigation.tsx'
import { keyCaps } from '../shortcuts.tsx'
import { useCreate } from './create.tsx'
import { useFavourites } from './favourites.ts'
import { useOverlays } from './overlays.tsx'
import { ProfileButton } from './profile-button.tsx'
import { Widgets } from './widgets.tsx'

export function Topbar() {
  const t = useT()
  const me = useMe()
  const { openPalette, openHelp } = useOverlays()
  const create = useCreate()
  return (
    <header className="td-top">
      <Link to="/" className="td-top-brand" aria-label={t('app.home')}>
        <Mark size={24} />
      </Link>
      <UnstyledButton className="td-search" onClick={openPalette}>
        <IconSearch size={16} />
        <span className="td-clip">{t('app.search')}</span>
        <span className="td-search-keys" aria-hidden="true">
          {keyCaps('mod+k').map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      </UnstyledButton>
      {me.workspace.isDemo && (
        <Link to="/demo" className="td-demo">
          {t('app.demo')}
        </Link>
      )}
      <div className="td-top-actions">
        {create.entries.length > 0 && (
          <Button
            size="compact-md"
            variant="light"
            leftSection={<IconPlus size={16} />}
            onClick={create.choose}
            className="td-create"
            title={`${t('app.create')}  C`}
            aria-label={t('app.create')}
          >
            <span>{t('app.create')}</span>
          </Button>
        )}
        <Widgets slot="topbar" height={28} />
        <FavouriteStar />
        <ActionIcon
          size="lg"
          onClick={openHelp}
          title={`${t('app.help')}  ?`}
          aria-label={t('app.help')}
          className="td-wide-only"
        >
          <IconHelp size={19} stroke={1.6} />
        </ActionIcon>
        <ProfileButton />
      </div>
    </header>
  )
}

function FavouriteStar() {
  const t = useT()
  const { has, toggle } = useFavourites()
  const href = useRouterState({ select: (state) => state.location.href })
  const starred = has(href)
  const label = t(starred ? 'app.favourites.remove' : 'app.favourites.add')
  return (
    <ActionIcon
      size="lg"
      className="td-wide-only"
      title={label}
      aria-label={label}
      aria-pressed={starred}
      onClick={() => toggle({ link: href, label: document.title.replace(/ · [^·]+$/, '') })}
    >
      {starred ? <IconStarFilled size={18} className="td-star" /> : <IconStar size={18} stroke={1.6} />}
    </ActionIcon>
  )
}
