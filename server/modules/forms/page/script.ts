import { createHash } from 'node:crypto'
import { traps, workBits } from '../spam.ts'

/**
 * What a visitor's browser adds when it has JavaScript; everything works without it. Tells the address in `data-start` that
 * the form is begun, does the work that tells people from machines while they type, asks step by step, and tells an
 * embedding page its height. A form without work or steps may use it too.
 */
export const pageScript = `(()=>{
const root=document.documentElement,embed=root.dataset.embed,form=document.querySelector('form')
const tell=(data)=>embed&&parent!==window&&parent.postMessage({tandem:embed,...data},'*')
if(embed){const say=()=>tell({height:Math.ceil(document.querySelector('main').getBoundingClientRect().height)+8});new ResizeObserver(say).observe(document.querySelector('main'));say()}
const done=document.querySelector('[data-done]');if(done)tell({done:true,redirect:done.dataset.redirect||''})
if(!form)return
const field=(name)=>form.querySelector('[name="'+name+'"]')
let working
const work=async()=>{
const prefix=field('${traps.token}').value+':',text=new TextEncoder()
for(let n=0;;n+=64){
const found=(await Promise.all(Array.from({length:64},(_,i)=>crypto.subtle.digest('SHA-256',text.encode(prefix+(n+i)))))).findIndex((hash)=>new DataView(hash).getUint32(0)>>>${32 - workBits}===0)
if(found>=0){field('${traps.work}').value=n+found;return}}}
const begin=()=>{if(working)return;working=window.crypto&&crypto.subtle?work():Promise.resolve();form.dataset.start&&navigator.sendBeacon&&navigator.sendBeacon(form.dataset.start)}
form.addEventListener('input',begin,{once:true})
const button=form.querySelector('[type=submit]'),back=form.querySelector('.back'),end=form.querySelector('[data-end]')
const steps=[...form.querySelectorAll('fieldset.step')],last=steps.length-1,isStepped=last>0
let at=0
const show=(step)=>{at=step;steps.forEach((set,i)=>{set.hidden=i!==at});end.hidden=at<last;back.hidden=at===0;button.textContent=at<last?button.dataset.next:button.dataset.send}
const focus=()=>{const first=steps[at].querySelector('input,select,textarea');first&&first.focus()}
const invalidIn=(elements)=>[...elements].find((one)=>one.willValidate&&!one.checkValidity())
const send=()=>{if(button.disabled)return;button.disabled=true;begin();working.catch(()=>{}).then(()=>HTMLFormElement.prototype.submit.call(form))}
form.addEventListener('submit',(event)=>{
event.preventDefault()
if(!isStepped)return send()
const wrong=invalidIn(at<last?steps[at].querySelectorAll('input,select,textarea'):form.elements)
if(!wrong&&at===last)return send()
if(!wrong){show(at+1);return focus()}
const step=steps.findIndex((set)=>set.contains(wrong));if(step>=0&&step!==at)show(step)
wrong.reportValidity()})
addEventListener('pageshow',()=>{button.disabled=false})
if(isStepped){
form.noValidate=true
const wrong=steps.findIndex((set)=>set.querySelector('[aria-invalid=true]'))
show(wrong<0?(end.querySelector('[aria-invalid=true]')?last:0):wrong)
back.addEventListener('click',()=>{show(at-1);focus()})}
})()`

export const pageScriptHash = hashOf(pageScript)

/** Source expression of a Content-Security-Policy for an inline block. */
export function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
