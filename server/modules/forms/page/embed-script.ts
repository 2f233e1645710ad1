/**
 * The script a company puts into its own pages: shows the form in place, as high as it is, and passes on the page, where the
 * visitor came from and, if the tracker has their consent, who they are.
 */
export function embedScript({ formId, origin, title }: { formId: string; origin: string; title: string }): string {
  return `(function(){
var id=${literal(formId)},origin=${literal(origin)}
var script=document.currentScript||document.querySelector('script[src*="/f/'+id+'/embed.js"]')
if(script&&script.src)origin=new URL(script.src).origin
var given=(script&&script.dataset)||{},query=new URLSearchParams(location.search),send=new URLSearchParams()
query.forEach(function(value,key){if(!/^(_|embed$|utm_)/.test(key))send.set(key,value)})
send.set('embed','1');send.set('_page',location.href.slice(0,2000))
if(document.referrer)send.set('_referrer',document.referrer.slice(0,2000))
if(given.theme)send.set('_theme',given.theme)
var lang=given.lang||document.documentElement.lang.slice(0,2);if(lang==='es'||lang==='en')send.set('_lang',lang)
try{var visitor=window.tandem&&window.tandem.visitorId;if(typeof visitor==='function')visitor=visitor.call(window.tandem);if(typeof visitor==='string'&&visitor)send.set('_visitor',visitor)}catch(e){console.warn(e)}
var frame=document.createElement('iframe')
frame.src=origin+'/f/'+id+'?'+send;frame.title=${literal(title)};frame.loading='lazy'
frame.style.cssText='display:block;width:100%;border:0;height:420px;color-scheme:normal;background:transparent'
var target=given.target&&document.querySelector(given.target)
if(target)target.appendChild(frame);else if(script&&script.parentNode&&script.parentNode!==document.head)script.parentNode.insertBefore(frame,script.nextSibling);else document.body.appendChild(frame)
addEventListener('message',function(event){
var data=event.data
if(event.source!==frame.contentWindow||event.origin!==origin||!data||data.tandem!==id)return
if(data.height>0)frame.style.height=Math.min(data.height,8000)+'px'
if(data.done){document.dispatchEvent(new CustomEvent('tandem:submitted',{detail:{formId:id}}));if(/^https?:\\/\\//.test(data.redirect))location.assign(data.redirect);else frame.scrollIntoView({block:'nearest'})}})
})()`
}

/** A string literal that cannot end the script it stands in. */
const literal = (text: string) =>
  JSON.stringify(text).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
