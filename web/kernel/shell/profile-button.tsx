import { UnstyledButton } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useT } from '../i18n.tsx'
import { useMe } from '../me.tsx'
import { MemberAvatar } from '../record/member-avatar.tsx'

const load = () => import('./profile-menu.tsx')
const ProfileMenu = lazy(load)

/** The reader's own picture; the menu behind it is fetched when the pointer comes near or the button is pressed. */
export function ProfileButton() {
  const t = useT()
  const { member } = useMe()
  const [opened, setOpened] = useState<boolean | null>(null)
  const button = (
    <UnstyledButton
      className="td-profile"
      aria-label={t('app.profile', { name: member.fullName })}
      aria-haspopup="menu"
      onPointerEnter={() => void load()}
      onClick={() => setOpened((now) => !now)}
    >
      <MemberAvatar name={member.fullName} size={28} />
    </UnstyledButton>
  )
  if (opened === null) return button
  return (
    <Suspense fallback={button}>
      <ProfileMenu opened={opened} onChange={setOpened} target={button} />
    </Suspense>
  )
}
