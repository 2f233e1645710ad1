import { useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useAct } from '../query.ts'

export const themes = [
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
  { value: 'auto', icon: IconDeviceDesktop },
] as const
type Theme = (typeof themes)[number]['value']

/** The member's theme: at once here, and on the next device. */
export function useTheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const remember = useAct('PATCH /me', { invalidates: ['/me'] })
  const setTheme = (theme: Theme) => {
    setColorScheme(theme)
    remember.mutate({ body: { theme } })
  }
  return { theme: colorScheme, setTheme }
}
