/** Whether an address belongs to a free mail provider or to an organisation; null when it is not an address. */
export function emailDomainKind(email: string): 'free' | 'company' | null {
  const domain = /^[^\s@]+@([^\s@.]+(?:\.[^\s@.]+)+)$/.exec(email.trim().toLowerCase())?.[1]
  if (domain === undefined) return null
  return FREE_PROVIDERS.has(domain) || FREE_FAMILIES.test(domain) ? 'free' : 'company'
}

/** Providers with a domain in many countries: yahoo.es, hotmail.co.uk, outlook.com.ar … */
const FREE_FAMILIES = /^(yahoo|hotmail|outlook|gmx|live|yandex|zohomail)\.(com|net|co|[a-z]{2})(\.[a-z]{2})?$/

const FREE_PROVIDERS = new Set(
  `gmail.com googlemail.com msn.com passport.com ymail.com rocketmail.com icloud.com me.com mac.com aol.com
  protonmail.com proton.me pm.me tutanota.com tuta.io tuta.com mail.com email.com usa.com inbox.com hushmail.com fastmail.com
  fastmail.fm hey.com duck.com mail.ru bk.ru list.ru ya.ru rambler.ru
  telefonica.net movistar.es terra.es terra.com ono.com orange.es wanadoo.es jazztel.es jazzfree.com vodafone.es ya.com
  euskaltel.net euskalnet.net mundo-r.com telecable.es r.gal lycos.es latinmail.com hispavista.com eresmas.com eresmas.net
  inicia.es auna.com tiscali.es retemail.es navegalia.com arrakis.es masmovil.es yoigo.com
  free.fr orange.fr wanadoo.fr laposte.net sfr.fr neuf.fr bbox.fr web.de t-online.de freenet.de libero.it virgilio.it alice.it
  tin.it tiscali.it sapo.pt iol.pt mail.pt netcabo.pt uol.com.br bol.com.br terra.com.br ig.com.br globo.com prodigy.net.mx
  comcast.net verizon.net att.net sbcglobal.net btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com
  ziggo.nl kpnmail.nl planet.nl telenet.be skynet.be bluewin.ch wp.pl o2.pl onet.pl interia.pl seznam.cz
  qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net rediffmail.com`.split(/\s+/),
)
