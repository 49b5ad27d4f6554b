import type { Random } from './random.ts'

/** A number in a plan; the national part has no trunk prefix. */
export interface PhoneNumber {
  callingCode: string
  national: string
}

/** Digits stand for themselves, X for any, N for 2 to 9, P for 1 to 9, [357] for one of these. */
type Pattern = string

/** A North American exchange is NXX but never N11; 555 is kept for films. */
const nanp = (areaCodes: string): Pattern[] => areaCodes.split(' ').map((code) => `1 ${code}E`)

/** Area codes of all zones, those that two clocks share (208, 270, 308, 541, 605, 812, 850, 906 …) among them. */
const us = nanp(
  '201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 227 228 229 231 234 239 240 248 251 252 ' +
    '253 254 256 260 262 267 269 270 272 274 276 281 283 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 ' +
    '318 319 320 321 323 325 330 331 334 336 337 339 346 347 351 352 360 361 364 385 386 401 402 404 405 406 407 408 ' +
    '409 410 412 413 414 415 417 419 423 424 425 430 432 434 435 440 442 443 458 463 469 470 475 478 479 480 484 501 ' +
    '502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 531 534 539 540 541 551 559 561 562 563 564 567 ' +
    '570 571 573 574 575 580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626 628 ' +
    '629 630 631 636 641 646 650 651 657 660 661 662 667 669 678 681 682 701 702 703 704 706 707 708 712 713 714 715 ' +
    '716 717 718 719 720 724 725 727 731 732 734 737 740 743 747 754 757 760 762 763 765 769 770 772 773 774 775 779 ' +
    '781 785 786 801 802 803 804 805 806 808 810 812 813 814 815 816 817 818 828 830 831 832 843 845 847 848 850 854 ' +
    '856 857 858 859 860 862 863 864 865 870 872 878 901 903 904 906 907 908 909 910 912 913 914 915 916 917 918 919 ' +
    '920 925 928 929 930 931 934 936 937 938 940 941 947 949 951 952 954 956 959 970 971 972 973 978 979 980 984 985 ' +
    '986 989 ' +
    // In service, and not yet known to libphonenumber.
    '357 436 457 465 471 483 621 624 679 729 837 861 924',
)

const canada = nanp(
  '204 226 236 249 250 289 306 343 365 367 403 416 418 431 437 438 450 506 514 519 548 579 581 587 604 613 639 647 705 ' +
    '709 778 780 782 807 819 825 867 873 902 905',
)

/** The islands number narrowly, so each has exchanges of its own. */
const caribbean: Pattern[] = [
  '1 242 32X XXXX',
  '1 246 4[23]X XXXX',
  '1 264 49[78] XXXX',
  '1 268 46[0-3] XXXX',
  '1 284 49[45] XXXX',
  '1 340 77X XXXX',
  '1 345 94[5-9] XXXX',
  '1 441 29X XXXX',
  '1 473 44[0-4] XXXX',
  '1 649 94[16] XXXX',
  '1 664 491 XXXX',
  '1 721 54[2-8] XXXX',
  '1 758 45X XXXX',
  '1 767 44[89] XXXX',
  '1 784 45[678] XXXX',
  ...nanp('787 809 829 849 939'),
  '1 868 62X XXXX',
  '1 869 46[56] XXXX',
  '1 876 92X XXXX',
]

/** The other American territories: zones a day apart from New York's. */
const territories: Pattern[] = ['1 671 64[6-9] XXXX', '1 670 23[45] XXXX', '1 684 699 XXXX']

const tollFree = nanp('800 833 844 855 866 877 888')

/** Real numbers that no place can be told from: premium, personal, shared cost, and toll-free abroad. */
const placeless: Pattern[] = [
  ...nanp('900 500'),
  '44 800 XXX XXXX',
  '44 70 1XXX XXXX',
  '49 800 XXX XXXX',
  '33 80[05] XXX XXX',
  '61 1300 XXX XXX',
  '800 PXXX XXXX',
]

/** Fixed lines and mobiles of 44 other countries, grouped as people group them; where a country has several clocks, more than one area. */
const abroad: Pattern[] = `
  44 20 7[1-9]XX XXXX, 44 7400 XXX XXX, 353 1 [68]XX XXXX, 353 87 PXX XXXX, 33 1 4[2-9] XX XX XX,
  33 6 [1-7]X XX XX XX, 49 30 NXXX XXXX, 49 151 PXXX XXXX, 34 91 [2-8]XX XX XX, 34 6[1-9]X XXX XXX,
  34 928 [2-7]X XX XX, 39 06 [4-8]XXX XXXX, 39 347 PXX XXXX, 351 21 [2-7]XX XXXX, 351 91 PXX XXXX,
  31 20 [2-7]XX XXXX, 31 6 [1-5]XXX XXXX, 32 2 [2-7]XX XX XX, 32 47X XX XX XX, 41 44 [2-8]XX XX XX,
  41 79 [2-8]XX XX XX, 43 1 [2-9]XX XXXX, 43 664 PXX XXXX, 46 8 [1-9]XX XX XX, 46 70 PXX XX XX,
  47 22 XX XX XX, 47 9[0-8]X XX XXX, 45 33 [1-9]X XX XX, 358 40 PXX XXXX, 48 22 [5-8]XX XX XX,
  48 60[1-9] XXX XXX, 30 21 0[2-9]XX XXXX, 90 212 [2-6]XX XXXX, 90 532 PXX XXXX, 972 3 [5-7]XX XXXX,
  972 54 [2-6]XX XXXX, 971 4 [2-4]XX XXXX, 971 50 PXX XXXX, 966 50 PXX XXXX, 20 2 2[2-7]XX XXXX,
  20 10 0XXX XXXX, 27 11 [2-8]XX XXXX, 27 82 PXX XXXX, 234 803 PXX XXXX, 254 72P XXX XXX,
  91 98[1-9]XX XXXXX, 91 22 2[2-8]XX XXXX, 92 30P XXX XXXX, 65 6[2-7]XX XXXX, 65 9[1-8]XX XXXX,
  852 2[1-8]XX XXXX, 81 3 [3-6]XXX XXXX, 81 90 PXXX XXXX, 82 2 [3-7]XX XXXX, 82 10 PXXX XXXX,
  86 10 8[2-4]XX XXXX, 86 138 XXXX XXXX, 63 917 PXX XXXX, 66 81 PXX XXXX, 84 90P XXX XXX,
  61 2 9[2-8]XX XXXX, 61 8 9[2-4]XX XXXX, 61 7 3[2-8]XX XXXX, 61 41X XXX XXX, 64 9 [3-6]XX XXXX,
  64 21 PXX XXXX, 55 11 3[1-9]XX XXXX, 55 92 3[1-6]XX XXXX, 55 11 9[6-9]XXX XXXX, 52 55 5[2-6]XX XXXX,
  52 664 6[2-8]X XXXX, 54 11 4[3-8]XX XXXX, 57 300 PXX XXXX, 56 2 2[2-9]XX XXXX, 7 495 [2-9]XX XX XX,
  7 423 2[2-6]X XX XX, 380 44 [2-5]XX XX XX
`
  .trim()
  .split(/,\s+/)

export const plans = { us, canada, caribbean, territories, tollFree, placeless, abroad }
export type PlanName = keyof typeof plans

/** A number of a pattern; spaces keep the groups that people write. */
export function makeNumber(pattern: Pattern, random: Random): PhoneNumber {
  const [callingCode = '', ...groups] = pattern.split(' ')
  const national = groups.join(' ').replaceAll(/\[([^\]]+)\]|[XNPE]/g, (symbol, set?: string) => {
    if (set) return random.pick(digitsOf(set))
    if (symbol === 'E') return ` ${exchange(random)} ${String(random.integer(0, 9999)).padStart(4, '0')}`
    const lowest = { X: 0, P: 1, N: 2 }[symbol] ?? 0
    return String(random.integer(lowest, 9))
  })
  return { callingCode, national }
}

function exchange(random: Random): string {
  for (;;) {
    const digits = String(random.integer(200, 999))
    if (!digits.endsWith('11') && digits !== '555') return digits
  }
}

/** `2-5` or `357` as single digits. */
function digitsOf(set: string): string[] {
  const [, from, to] = /^(\d)-(\d)$/.exec(set) ?? []
  if (!from || !to) return [...set]
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => String(Number(from) + index))
}
