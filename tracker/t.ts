/**
 * The visitor script. Without consent every page gets a throw-away id and nothing is stored, so visits cannot be joined.
 * With consent (`data-consent="granted"` or `tandem.consent(true)`) the id is kept in first-party storage.
 * `tandem.track(name, properties)` · `tandem.consent(granted)` · `tandem.visitorId()` (null without consent).
 */
;(() => {
  type Properties = Record<string, string | number | boolean | null>
  type Sent = {
    id: string
    type: string
    name?: string
    url: string
    referrer?: string
    at: string
    properties?: Properties
  }
  const script = document.currentScript as HTMLScriptElement | null
  if (!script || 'tandem' in window) return
  const endpoint = new URL('/e', script.src).href
  const workspaceId = script.dataset.workspace
  const storageKey = 'tandem.visitor'
  const newId = () => crypto.randomUUID?.() ?? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
  const optedOut = (navigator as Navigator & { globalPrivacyControl?: boolean }).globalPrivacyControl === true
  const read = () => {
    try {
      return localStorage.getItem(storageKey)
    } catch {
      return null
    }
  }
  const write = (value: string | null) => {
    try {
      if (value) localStorage.setItem(storageKey, value)
      else localStorage.removeItem(storageKey)
    } catch {
      return
    }
  }
  let known = optedOut ? null : read()
  let visitorId = known ?? newId()
  const queue: Sent[] = []
  let timer = 0
  let lastUrl = ''

  const flush = () => {
    clearTimeout(timer)
    timer = 0
    if (!queue.length) return
    const body = JSON.stringify({ visitorId, workspaceId, events: queue.splice(0, 50) })
    // text/plain needs no preflight; the beacon outlives the page.
    if (!navigator.sendBeacon?.(endpoint, body))
      void fetch(endpoint, { method: 'POST', body, keepalive: true }).catch(() => {})
    if (queue.length) flush()
  }
  const send = (type: string, more: Partial<Sent> = {}) => {
    queue.push({ id: newId(), type, url: location.href.slice(0, 2000), at: new Date().toISOString(), ...more })
    if (queue.length > 19) flush()
    else timer ||= window.setTimeout(flush, 800)
  }
  const view = () => {
    if (location.href === lastUrl) return
    const referrer = lastUrl || document.referrer
    lastUrl = location.href
    send('page_view', referrer ? { referrer: referrer.slice(0, 2000) } : {})
  }
  const consent = (granted: boolean) => {
    if (optedOut) return
    known = granted ? visitorId : null
    write(known)
    if (!granted) {
      flush()
      visitorId = newId()
    }
  }
  if (script.dataset.consent === 'granted') consent(true)
  const started = new Set<Element>()
  document.addEventListener('focusin', ({ target }) => {
    const form = target instanceof Element && target.closest('form')
    if (!form || started.has(form)) return
    started.add(form)
    send('form_start', {
      name: (form.dataset.tandemForm || form.id || form.getAttribute('name') || 'form').slice(0, 120),
    })
  })
  const push = history.pushState
  history.pushState = function pushState(...args) {
    push.apply(this, args)
    view()
  }
  addEventListener('popstate', view)
  addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush())
  Object.assign(window, {
    tandem: {
      consent,
      visitorId: () => known,
      track: (name: string, properties?: Properties) =>
        send('custom', { name: name.slice(0, 120), ...(properties && { properties }) }),
    },
  })
  view()
})()
