import { describe, expect, test } from 'vitest'
import { offsetsOf } from '../test/offsets-of.ts'
import { inferTimezone } from './infer-timezone.ts'

// Compiled by hand from the states and provinces that each code serves, apart from the table's inputs: nothing here is read by its build.
const oneClock: Record<string, string> = {
  'America/New_York': `203 475 860 959 302 202 771 239 305 321 324 352 386 407 561 645 656 689 727 728 754 772 786 813 863 904 941
    954 229 404 470 478 678 706 762 770 912 943 207 227 240 301 410 443 667 339 351 413 508 617 774 781 857 978 603 201 551 609
    640 732 848 856 862 908 973 212 315 332 347 363 516 518 585 607 631 646 680 716 718 838 845 914 917 929 934 329 252 336 472
    704 743 828 910 919 980 984 216 220 234 283 326 330 380 419 436 440 513 567 614 740 937 215 223 267 272 412 445 484 570 582
    610 717 724 814 835 878 401 803 821 839 843 854 864 802 276 434 540 571 686 703 757 804 826 948 304 681 260 317 463 765 502
    859 865`,
  'America/Detroit': '231 248 269 313 517 586 616 679 734 810 947 989',
  'America/Chicago': `205 251 256 659 938 327 479 501 870 217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872 319
    515 563 641 712 316 913 225 318 337 457 504 985 218 320 507 612 651 763 924 952 228 471 601 662 769 235 314 417 557 573 636
    660 816 975 402 531 405 539 572 580 918 615 629 731 901 210 214 254 281 325 346 361 409 430 469 512 621 682 713 726 737 806
    817 830 832 903 936 940 945 956 972 979 262 274 353 414 534 608 715 920`,
  'America/Denver': '303 719 720 748 970 983 406 505 575 385 435 801 307 915',
  'America/Phoenix': '480 520 602 623',
  'America/Los_Angeles': `209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714
    738 747 760 805 818 820 831 837 840 858 909 916 925 949 951 702 725 503 971 206 253 360 425 509 564`,
  'Pacific/Honolulu': '808',
  'America/Halifax': '506 428 782 902',
  'America/Toronto': `438 450 514 579 263 354 226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 905 942 468 819
    873`,
  'America/Winnipeg': '204 431 584',
  'America/Regina': '306 474 639',
  'America/Edmonton': '368 403 587 780 825',
  'America/Vancouver': '604',
  'America/Nassau': '242',
  'America/Barbados': '246',
  'Atlantic/Bermuda': '441',
  'America/Grand_Turk': '649',
  'America/Jamaica': '658 876',
  'America/Puerto_Rico': '787 939 264 268 284 340 473 664 721 758 767 784 868 869',
  'America/Cayman': '345',
  'America/Santo_Domingo': '809 829 849',
  'Pacific/Guam': '670 671',
  'Pacific/Pago_Pago': '684',
}

const shared: Record<string, string> = {
  'America/Boise': '208 986',
  'America/Chicago': '219 270 364 605 620 701 785 850 448',
  'America/New_York': '423 729 574 606 812 930',
  'America/Los_Angeles': '541 458',
  'America/St_Johns': '709 879',
  'America/Toronto': '807',
  'America/Detroit': '906',
  'America/Anchorage': '907',
  'America/Phoenix': '928',
}

const zoneless =
  '800 833 844 855 866 877 888 900 500 521 522 523 524 525 526 700 710 600 622 211 411 911 555 999 001 190'

const oneForeign: Record<string, string> = {
  'Europe/London': '+442079460018',
  'Europe/Paris': '+33142685300',
  'Europe/Berlin': '+493012345678',
  'Europe/Rome': '+390669812345',
  'Europe/Warsaw': '+48221234567',
  'Europe/Zurich': '+41442345678',
  'Europe/Athens': '+302101234567',
  'Africa/Lagos': '+2348021234567',
  'Africa/Johannesburg': '+27111234567',
  'Africa/Cairo': '+20212345678',
  'Asia/Kolkata': '+911123456789',
  'Asia/Tokyo': '+81312345678',
  'Asia/Seoul': '+82212345678',
  'Asia/Singapore': '+6561234567',
  'Asia/Dubai': '+97142345678',
  'Asia/Kathmandu': '+97714123456',
  'Asia/Manila': '+63281234567',
  'America/Bogota': '+5712345678',
  'America/Lima': '+5111234567',
  'America/Argentina/Buenos_Aires': '+541112345678',
  'Australia/Perth': '+61861234567',
  'Australia/Adelaide': '+61881234567',
  'Australia/Melbourne': '+61391234567',
  'America/Sao_Paulo': '+551132345678',
  'America/Manaus': '+559232345678',
  'America/Tijuana': '+526641234567',
  'America/Mexico_City': '+525512345678',
  'Asia/Vladivostok': '+74232123456',
  'Asia/Yekaterinburg': '+73432123456',
  'Europe/Moscow': '+74951234567',
  'Atlantic/Canary': '+34922123456',
  'Europe/Madrid': '+34911234567',
}

const codesOf = (table: Record<string, string>) =>
  Object.entries(table).flatMap(([zone, codes]) => codes.split(/\s+/).map((code) => ({ zone, code })))

const numberIn = (code: string) => `+1${code}5550142`

describe('against a table that was compiled apart', () => {
  test('codes of one clock: the same offset all year, and high', () => {
    const wrong = codesOf(oneClock).filter(({ code, zone }) => {
      const inferred = inferTimezone(numberIn(code))
      return inferred.confidence !== 'high' || !inferred.zone || offsetsOf(inferred.zone) !== offsetsOf(zone)
    })
    expect(wrong).toEqual([])
  })

  test('codes that two clocks share: the majority, its alternatives, and never high', () => {
    const all = codesOf(shared)
    const wrong = all.filter(({ code, zone }) => {
      const { zone: inferred, alternatives, confidence } = inferTimezone(numberIn(code))
      return (
        !inferred ||
        confidence === 'high' ||
        alternatives.length === 0 ||
        offsetsOf(inferred) !== offsetsOf(zone)
      )
    })
    expect(wrong).toEqual([])
  })

  test('toll-free, premium and unassigned codes have no zone', () => {
    const wrong = zoneless.split(' ').filter((code) => inferTimezone(numberIn(code)).zone !== null)
    expect(wrong).toEqual([])
  })

  test('numbers abroad', () => {
    const all = Object.entries(oneForeign)
    const wrong = all.filter(([zone, e164]) => {
      const { zone: inferred } = inferTimezone(e164)
      return !inferred || offsetsOf(inferred) !== offsetsOf(zone)
    })
    expect(wrong).toEqual([])
  })
})
